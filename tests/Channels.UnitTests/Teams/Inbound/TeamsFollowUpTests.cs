using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.TestKit.Teams;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>What is said in the bot's threads without naming it (T-33), and what is quoted to it.</summary>
public sealed class TeamsFollowUpTests : IAsyncLifetime
{
    private const string Thread = "1600000000001";

    private TeamsBot _bot = null!;

    public async Task InitializeAsync()
    {
        _bot = await TeamsBot.StartAsync();
        await _bot.AnswerAsync(_bot.Alice, TeamsScope.Channel, thread: Thread);
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("and for part-timers?")]
    [InlineData("how many in the first year")]
    public async Task A_question_in_a_thread_the_bot_knows_needs_no_mention(string text)
    {
        await _bot.SendAsync(_bot.Bob.Says(text, TeamsScope.Channel, Thread, mentions: false));

        Assert.Equal([TeamsResults.Accepted], _bot.Results);
        Assert.Equal((text, _bot.Bob.ObjectId), (_bot.Inbox.Accepted[^1].Text, _bot.Inbox.Accepted[^1].Sender.Id));
    }

    [Theory]
    [InlineData("thanks, that is clear", Thread)]
    [InlineData("and for part-timers?", "1600000000002")]
    [InlineData("and for part-timers?", null)]
    public async Task A_remark_another_thread_and_a_new_post_are_not_for_the_bot(string text, string? thread)
    {
        await _bot.SendAsync(_bot.Bob.Says(text, TeamsScope.Channel, thread, mentions: false));

        Assert.Equal([TeamsResults.NotAddressed], _bot.Results);
        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_question_to_a_colleague_is_not_for_the_bot()
    {
        var said = _bot.Bob.Says("<at>Carol</at> and for part-timers?", TeamsScope.Channel, Thread, mentions: false);
        said["entities"] = new JsonArray(TeamsPerson.Mention("29:carol", "Carol"));

        await _bot.SendAsync(said);

        Assert.Equal([TeamsResults.NotAddressed], _bot.Results);
    }

    [Fact]
    public async Task A_group_chat_has_no_threads_to_follow()
    {
        await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);

        await _bot.SendAsync(_bot.Bob.Says("and for part-timers?", TeamsScope.Group, mentions: false));

        Assert.Equal([TeamsResults.NotAddressed], _bot.Results);
    }

    [Theory]
    [InlineData(TeamsScope.Personal)]
    [InlineData(TeamsScope.Group)]
    [InlineData(TeamsScope.Channel)]
    public async Task What_is_quoted_is_no_part_of_the_question(TeamsScope scope)
    {
        await _bot.SendAsync(_bot.Alice.Quotes("Everybody has 30 days of leave.", "is that so for part-timers & others?", scope));

        var message = _bot.Inbox.Accepted[^1];
        Assert.Equal(("is that so for part-timers & others?", "Everybody has 30 days of leave."), (message.Text, message.Quoted));
    }

    [Fact]
    public async Task Who_quotes_and_says_nothing_asks_what_is_quoted()
    {
        await _bot.SendAsync(_bot.Alice.Quotes("How many days of leave are there?", string.Empty));

        Assert.Equal(("How many days of leave are there?", null), (_bot.Inbox.Accepted[^1].Text, _bot.Inbox.Accepted[^1].Quoted));
    }

    [Fact]
    public async Task What_the_bot_said_is_remembered_and_not_taken_from_a_quote()
    {
        await _bot.SendAsync(_bot.Alice.Quotes("There are 30 days.", "and for part-timers?", author: TeamsPerson.BotId));

        Assert.Equal(("and for part-timers?", null), (_bot.Inbox.Accepted[^1].Text, _bot.Inbox.Accepted[^1].Quoted));
    }

    [Fact]
    public async Task A_quote_of_any_length_is_one_short_line()
    {
        await _bot.SendAsync(_bot.Alice.Quotes(string.Concat(Enumerable.Repeat("long <br> words ", 500)), "is that so?"));

        Assert.InRange(_bot.Inbox.Accepted[^1].Quoted!.Length, 1, 500);
        Assert.DoesNotContain('\n', _bot.Inbox.Accepted[^1].Quoted!);
    }
}
