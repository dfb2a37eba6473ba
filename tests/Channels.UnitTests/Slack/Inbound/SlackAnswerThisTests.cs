using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>The shortcut "answer this" under somebody's message.</summary>
public sealed class SlackAnswerThisTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync() => _bot = await SlackBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task Where_the_bot_is_a_member_it_answers_in_the_thread_for_everybody_as_the_question_of_who_asked()
    {
        var ts = _bot.Bob.Write("C0OPS", "How many days of leave do I get?");

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", ts, "How many days of leave do I get?");

        var asked = Assert.Single(_bot.Inbox.Accepted);
        var address = SlackAddress.Read(asked.ReplyTo);
        Assert.Equal(("U0ALICE", Audience.Shared, ts), (asked.Sender.Id, asked.Audience, asked.Conversation.ThreadId));
        Assert.Equal((ts, "U0ALICE"), (address.Thread, address.AskedBy));
        Assert.Null(address.ResponseUrl);
        await ToldAsync("I am answering in the thread");
    }

    [Fact]
    public async Task A_reply_is_answered_in_its_thread()
    {
        var first = _bot.Bob.Write("C0OPS", "Hello");
        var reply = _bot.Bob.Write("C0OPS", "How many days?", first);

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", reply, "How many days?", first);

        Assert.Equal(first, Assert.Single(_bot.Inbox.Accepted).Conversation.ThreadId);
    }

    [Theory]
    [InlineData("C0PRIVATE")]
    [InlineData("C0UNSEEN")]
    public async Task Elsewhere_the_answer_is_for_the_person_alone(string channel)
    {
        _bot.Slack.Workspace.Add(new SlackConversation("C0PRIVATE", IsMember: false));

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, channel, "1700000000.000100", "How many days of leave do I get?");

        var asked = Assert.Single(_bot.Inbox.Accepted);
        Assert.Equal((Audience.Private, "private:U0ALICE"), (asked.Audience, asked.Conversation.ThreadId));
        Assert.NotNull(SlackAddress.Read(asked.ReplyTo).ResponseUrl);
        await ToldAsync("Only you will see the answer");
    }

    [Fact]
    public async Task Where_strangers_are_nothing_is_answered()
    {
        _bot.Slack.Workspace.Add(new SlackConversation("C0OPS", IsExternal: true));

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", "1700000000.000100", "How many days of leave do I get?");

        Assert.Empty(_bot.Inbox.Accepted);
        await ToldAsync("People of other organisations");
    }

    [Fact]
    public async Task A_message_is_answered_once_however_often_and_by_whomever_it_is_asked()
    {
        var said = await _bot.Bob.MentionAsync("C0OPS", "How many days of leave?");
        var other = _bot.Bob.Write("C0OPS", "How many days?");

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", said.Ts, "How many days of leave?");
        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", other, "How many days?", actionTs: "1700000100.1");
        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", other, "How many days?", actionTs: "1700000100.1");
        await _bot.Bob.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", other, "How many days?");

        Assert.Equal(2, _bot.Inbox.Accepted.Count);
        await ToldAsync("This message is being answered already");
    }

    [Fact]
    public async Task A_message_without_text_and_a_private_answer_without_an_address_are_not_taken()
    {
        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", "1700000000.000100", " ");
        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0UNSEEN", "1700000000.000100", "How many days?", responseUrl: "http://169.254.169.254/");

        Assert.Empty(_bot.Inbox.Accepted);
        Assert.Equal([SlackResults.NotAddressed, SlackResults.ForbiddenResponseUrl], _bot.Results);
    }

    [Fact]
    public async Task A_strangers_shortcut_and_one_that_is_not_ours_do_nothing()
    {
        var stranger = new SlackPerson(_bot.Slack, _bot.Client, _bot.Time, "U0STRANGER") { Team = "T0STRANGER" };

        await stranger.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", "1700000000.000100", "How many days?");
        await _bot.Alice.ShortcutAsync("another", "C0OPS", "1700000000.000100", "How many days?");
        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", "not a time", "How many days?");

        Assert.Empty(_bot.Inbox.Accepted);
        Assert.Equal([SlackResults.NotAllowed, SlackResults.UnknownType, SlackResults.UnknownShape], _bot.Results);
    }

    [Fact]
    public async Task A_full_inbox_is_told()
    {
        _bot.Inbox.IsFull = true;

        await _bot.Alice.ShortcutAsync(SlackActions.AnswerThis, "C0OPS", "1700000000.000100", "How many days?");

        await ToldAsync("I am busy just now");
    }

    private Task ToldAsync(string text)
        => Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.Contains(text, StringComparison.Ordinal))));
}
