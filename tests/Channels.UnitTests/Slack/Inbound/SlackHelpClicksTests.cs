using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.HandOver;
using ChatOpsBot.TestKit.Contracts;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>Edits and deletions after the answer, and the buttons that lead on from it.</summary>
public sealed class SlackHelpClicksTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync()
    {
        _bot = await SlackBot.StartAsync();
        _bot.Get<IOptions<HandOverOptions>>().Value.Slack.Mentions.Add("S0123ABC");
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task An_edit_of_an_answered_question_is_stored_as_an_offer_and_nothing_is_asked_again()
    {
        var turn = await AnsweredAsync();

        await _bot.Alice.EditAsync("C0OPS", turn.Message.MessageId, "<@U0BOT> and for contractors?");

        var offer = _bot.Inbox.Accepted[^1];
        Assert.Equal(new Errand(ErrandKind.OfferAgain, turn.Message.TurnId), offer.Errand);
        Assert.Equal("and for contractors?", offer.Text);
        Assert.Equal([SlackResults.Edited], _bot.Results);
    }

    [Fact]
    public async Task Only_the_asker_takes_the_offer_and_once()
    {
        var turn = await AnsweredAsync();
        await _bot.Alice.EditAsync("C0OPS", turn.Message.MessageId, "<@U0BOT> and for contractors?");
        var offer = _bot.Inbox.Accepted[^1];
        _bot.Results.Clear();

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.AnswerAgain, offer.TurnId);
        await _bot.Alice.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.AnswerAgain, offer.TurnId);
        await _bot.Alice.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.AnswerAgain, offer.TurnId);

        Assert.Equal([SlackResults.NotAllowed, SlackResults.Done, SlackResults.Duplicate], _bot.Results);
        var again = Assert.Single(_bot.Inbox.Accepted, message => message.Errand?.Kind is ErrandKind.AnswerAgain);
        Assert.Equal("and for contractors?", again.Text);
        Assert.Equal(turn.Message.MessageId, again.MessageId);
    }

    [Fact]
    public async Task A_deletion_of_an_answered_question_is_stored_as_a_withdrawal_and_its_text_goes_at_once()
    {
        var turn = await AnsweredAsync();

        await _bot.Alice.DeleteAsync("C0OPS", turn.Message.MessageId);
        await _bot.Alice.DeleteAsync("C0OPS", turn.Message.MessageId);

        Assert.Equal(new Errand(ErrandKind.Withdraw, turn.Message.TurnId), Assert.Single(_bot.Inbox.Accepted, message => message.Errand is not null).Errand);
        Assert.True((await _bot.Inbox.FindAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, default))!.IsWithdrawn);
        Assert.Equal(SlackResults.Removed, _bot.Results.First());
    }

    [Fact]
    public async Task A_person_is_asked_once_however_many_click()
    {
        var turn = await AnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.AskPerson, turn.Message.TurnId);
        await _bot.Alice.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.AskPerson, turn.Message.TurnId);

        Assert.Equal([SlackResults.Done, SlackResults.Duplicate], _bot.Results);
        var asked = Assert.Single(_bot.Inbox.Accepted, message => message.Errand is not null);
        Assert.Equal((new Errand(ErrandKind.HandOver, turn.Message.TurnId), "U0BOB"), (asked.Errand, asked.Sender.Id));
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_is_configured()
    {
        _bot.Get<IOptions<HandOverOptions>>().Value.Slack.Mentions.Clear();
        var turn = await AnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.AskPerson, turn.Message.TurnId);

        Assert.Equal([SlackResults.NotAllowed], _bot.Results);
    }

    [Fact]
    public async Task What_was_handed_over_is_resolved_by_who_says_so_first()
    {
        var turn = await AnsweredAsync(new HandOverReply("How many days?", "U0ALICE", [], [new HandOverPerson("S0123ABC", "S0123ABC")], null));

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Resolve, turn.Message.TurnId);
        await _bot.Alice.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Resolve, turn.Message.TurnId);

        Assert.Equal([SlackResults.Done, SlackResults.Duplicate], _bot.Results);
        Assert.Equal("U0BOB", Assert.Single(_bot.Inbox.Accepted, message => message.Errand is not null).Sender.Id);
    }

    [Fact]
    public async Task A_report_is_kept_once_per_person_beside_the_votes_and_counted_as_none()
    {
        var turn = await AnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Report, turn.Message.TurnId);
        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Report, turn.Message.TurnId);

        Assert.Equal([SlackResults.Done, SlackResults.Done], _bot.Results);
        var report = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((VoteValue.Reported, VoteReasons.Report), (report.Value, Assert.Single(report.Reasons)));
        Assert.Equal(default, await _bot.Votes.TallyAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, default));
        Assert.DoesNotContain("how many days", _bot.Logs, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(SlackActions.AnswerAgain)]
    [InlineData(SlackActions.AskPerson)]
    [InlineData(SlackActions.Resolve)]
    [InlineData(SlackActions.Report)]
    public async Task A_click_on_a_card_of_another_channel_or_of_no_turn_does_nothing(string action)
    {
        var turn = await AnsweredAsync();

        await _bot.Bob.ClickAsync("C0OTHER", turn.Receipt!.MessageId, action, turn.Message.TurnId);
        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt.MessageId, action, "unknown");

        Assert.Equal([SlackResults.NotAllowed, SlackResults.NotAllowed], _bot.Results);
        Assert.Empty(_bot.Votes.All);
        Assert.DoesNotContain(_bot.Inbox.Accepted, message => message.Errand is not null);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("es")]
    [InlineData("ja")]
    public void The_buttons_are_said_in_the_language_of_the_person(string language)
    {
        var card = SlackReplyRenderer.Render(
            new OutboundReply(ReplySamples.Answer, default) { Offer = "offer", CanAskPerson = true }, new SlackCardContext("turn") { Words = Phrases.For(language) })[^1];

        var shown = string.Concat(card.Blocks.Select(block => block!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })));
        var words = Phrases.For(language);
        Assert.All([Phrase.QuestionChanged, Phrase.AnswerAgain, Phrase.AskPerson, Phrase.Report], phrase => Assert.Contains(words[phrase], shown, StringComparison.Ordinal));
    }

    private async Task<TurnRecord> AnsweredAsync(Reply? reply = null)
    {
        await _bot.Alice.MentionAsync("C0OPS", "how many days of leave?");
        var message = _bot.Inbox.Accepted[^1];
        var answer = new StoredAnswer(
            reply ?? ReplySamples.Answer, message.Text, _bot.Time.GetUtcNow(), new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        var receipt = await _bot.Get<IReplyChannel>().PostAsync(ReplyTarget.Of(message), new OutboundReply(answer.Reply, default), default);
        var turn = new TurnRecord(message, TurnState.Delivered, answer, receipt);
        _bot.Inbox.Add(turn);
        _bot.Results.Clear();
        _bot.Time.Advance(TimeSpan.FromMinutes(1));
        return turn;
    }
}
