using System.Net;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

public sealed class SlackInteractionsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private SlackBot _bot = null!;

    public async Task InitializeAsync() => _bot = await SlackBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_thumbs_up_is_stored_and_shown_on_the_card()
    {
        var turn = await AnsweredAsync();

        var response = await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.UpValue(turn.Message.TurnId));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal(("U0BOB", VoteValue.Up), (vote.VoterId, vote.Value));
        await UntilAsync(() => _bot.Slack.Workspace.Messages.Any(message => message.Seen.Contains("👍 1", StringComparison.Ordinal)));
        Assert.Empty(_bot.Slack.Workspace.Views);
    }

    [Fact]
    public async Task The_same_click_delivered_three_times_is_one_vote_and_an_older_one_changes_nothing()
    {
        var turn = await AnsweredAsync();
        foreach (var (at, value) in ((string, string)[])[("1700000100.1", "up"), ("1700000100.1", "up"), ("1700000100.1", "up"), ("1700000050.1", "down")])
        {
            await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, $"{value}:{turn.Message.TurnId}", at);
        }

        Assert.Equal(VoteValue.Up, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task A_thumbs_down_opens_the_modal_and_its_reasons_are_stored()
    {
        var turn = await AnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.VoteDown, SlackActions.DownValue(turn.Message.TurnId));
        await UntilAsync(() => _bot.Slack.Workspace.Views.Count == 1);
        var response = await _bot.Bob.SubmitAsync(_bot.Slack.Workspace.Views[0], ["outdated", "invented_reason"], "It changed in May.");

        Assert.Equal(string.Empty, await response.Content.ReadAsStringAsync());
        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((VoteValue.Down, "It changed in May."), (vote.Value, vote.Comment));
        Assert.Equal(["outdated"], vote.Reasons);
    }

    [Fact]
    public async Task Who_opens_the_modal_again_finds_what_they_have_said()
    {
        var turn = await AnsweredAsync();
        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.DownValue(turn.Message.TurnId));
        await UntilAsync(() => _bot.Slack.Workspace.Views.Count == 1);
        await _bot.Bob.SubmitAsync(_bot.Slack.Workspace.Views[0], ["outdated"], "It changed in May.");
        await UntilAsync(() => _bot.Slack.Workspace.Messages.Any(message => message.Seen.Contains("[👎 Tell why]", StringComparison.Ordinal)));

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Why, SlackActions.DownValue(turn.Message.TurnId));

        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.Views[^1].ToJsonString().Contains("It changed in May.", StringComparison.Ordinal)));
        Assert.Equal(["outdated"], Assert.Single(_bot.Votes.All).Vote.Reasons);
    }

    [Fact]
    public async Task A_modal_that_comes_too_late_is_explained()
    {
        var turn = await AnsweredAsync();
        _bot.Slack.Fail("views.open", SlackFault.Answer("expired_trigger_id"));

        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.DownValue(turn.Message.TurnId));

        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.Contains("did not open", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("Wie viele Urlaubstage habe ich?", "Was war nicht gut?")]
    [InlineData("有給休暇は何日ありますか？", "問題点は何ですか？")]
    [InlineData("How many days of leave do I get?", "What went wrong?")]
    public async Task The_modal_speaks_the_language_of_the_card(string question, string title)
    {
        var turn = await AnsweredAsync(question);
        var card = _bot.Slack.Workspace.Messages.Single(message => message.Ts == turn.Receipt!.MessageId);
        var votes = card.Blocks!.Select(block => (string?)block!["block_id"]).Single(id => id?.StartsWith("votes:", StringComparison.Ordinal) is true);

        await _bot.Bob.ClickAsync("C0OPS", card.Ts, SlackActions.VoteDown, SlackActions.DownValue(turn.Message.TurnId), blockId: votes);
        await UntilAsync(() => _bot.Slack.Workspace.Views.Count == 1);

        Assert.Equal(title, (string?)_bot.Slack.Workspace.Views[0]["title"]!["text"]);
    }

    [Theory]
    [InlineData("trigger_expired")]
    [InlineData("internal_error")]
    public async Task A_modal_that_does_not_open_loses_no_vote(string error)
    {
        var turn = await AnsweredAsync();
        _bot.Slack.Fail("views.open", SlackFault.Answer(error));

        var response = await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.DownValue(turn.Message.TurnId));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(VoteValue.Down, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task A_hanging_modal_does_not_hold_the_answer_to_the_click()
    {
        var turn = await AnsweredAsync();
        _bot.Slack.Fail("views.open", SlackFault.Hang(SlackEffect.None));

        var response = await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.DownValue(turn.Message.TurnId)).WaitAsync(Patience);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_bot.Votes.All);
    }

    [Fact]
    public async Task Who_cannot_have_seen_the_answer_has_no_vote()
    {
        var turn = await AnsweredAsync();
        var stranger = new SlackPerson(_bot.Slack, _bot.Client, _bot.Time, "U0STRANGER") { Team = "T0STRANGER" };

        await _bot.Bob.ClickAsync("C0GENERAL", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.UpValue(turn.Message.TurnId));
        await stranger.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Feedback, SlackActions.UpValue(turn.Message.TurnId));
        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Feedback, SlackActions.UpValue("another-turn"));
        await _bot.Bob.ClickAsync("C0OPS", turn.Receipt.MessageId, SlackActions.Feedback, "up:../../x");

        Assert.Empty(_bot.Votes.All);
        Assert.Equal([SlackResults.NotAllowed, SlackResults.NotAllowed, SlackResults.NotAllowed, SlackResults.UnknownShape], _bot.Results);
    }

    [Fact]
    public async Task Nobody_votes_on_an_answer_another_person_got_privately()
    {
        var turn = await PrivatelyAnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", "1.1", SlackActions.Feedback, SlackActions.UpValue(turn.Message.TurnId));

        Assert.Empty(_bot.Votes.All);
    }

    [Fact]
    public async Task Sharing_asks_again_for_everybody_once_however_often_it_is_clicked()
    {
        var turn = await PrivatelyAnsweredAsync();

        foreach (var at in (string[])["1700000100.1", "1700000100.2", "1700000100.2"])
        {
            await _bot.Alice.ClickAsync("C0OPS", "1.1", SlackActions.Share, turn.Message.TurnId, at);
        }

        var shared = _bot.Inbox.Accepted.Where(message => message.Audience is Audience.Shared).ToList();
        Assert.Equal(turn.Message.Text, Assert.Single(shared).Text);
        Assert.NotEqual(turn.Message.TurnId, shared[0].TurnId);
        Assert.Null(SlackAddress.Read(shared[0].ReplyTo).ResponseUrl);
        await UntilAsync(() => _bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.Contains("answering again for everybody", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_shared_follow_up_stands_alone()
    {
        var turn = await PrivatelyAnsweredAsync();
        _bot.Inbox.Add(turn with { Answer = turn.Answer! with { Question = "How many days of leave in Rotterdam?" } });

        await _bot.Alice.ClickAsync("C0OPS", "1.1", SlackActions.Share, turn.Message.TurnId);

        Assert.Equal("How many days of leave in Rotterdam?", _bot.Inbox.Accepted[^1].Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_shared_where_strangers_are_or_may_be(bool isKnown)
    {
        var turn = await PrivatelyAnsweredAsync();
        if (isKnown)
        {
            _bot.Slack.Workspace.Add(new SlackConversation("C0OPS", IsExternal: true));
        }
        else
        {
            _bot.Slack.Fail("conversations.info", SlackFault.Answer("missing_scope"));
        }

        await _bot.Alice.ClickAsync("C0OPS", "1.1", SlackActions.Share, turn.Message.TurnId);

        Assert.DoesNotContain(_bot.Inbox.Accepted, message => message.Audience is not Audience.Private);
    }

    [Fact]
    public async Task Nothing_is_promised_where_the_bot_may_not_post()
    {
        var turn = await PrivatelyAnsweredAsync();
        _bot.Slack.Workspace.Add(new SlackConversation("C0OPS", IsMember: false));

        await _bot.Alice.ClickAsync("C0OPS", "1.1", SlackActions.Share, turn.Message.TurnId);

        Assert.DoesNotContain(_bot.Inbox.Accepted, message => message.Audience is not Audience.Private);
        await UntilAsync(() => _bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.Contains("/invite", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_the_asker_shares()
    {
        var turn = await PrivatelyAnsweredAsync();

        await _bot.Bob.ClickAsync("C0OPS", "1.1", SlackActions.Share, turn.Message.TurnId);

        Assert.DoesNotContain(_bot.Inbox.Accepted, message => message.Audience is not Audience.Private);
    }

    [Fact]
    public async Task Keeping_an_answer_takes_the_offer_away()
    {
        var turn = await PrivatelyAnsweredAsync();

        await _bot.Alice.ClickAsync("C0OPS", "1.1", SlackActions.Keep, turn.Message.TurnId);

        await UntilAsync(() => _bot.Slack.Workspace.PrivateMessages.Count == 1);
        Assert.DoesNotContain("Share in channel", _bot.Slack.Workspace.PrivateMessages[0].Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vote_the_store_cannot_take_is_not_acknowledged()
    {
        var turn = await AnsweredAsync();
        _bot.Votes.IsDown = true;

        var response = await _bot.Bob.ClickAsync("C0OPS", turn.Receipt!.MessageId, SlackActions.Feedback, SlackActions.UpValue(turn.Message.TurnId));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Theory]
    [InlineData("payload=%7B%22type%22%3A%22view_closed%22%7D", HttpStatusCode.OK)]
    [InlineData("payload=%7B%7D", HttpStatusCode.OK)]
    [InlineData("payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%5D%7D", HttpStatusCode.OK)]
    [InlineData("payload=nonsense", HttpStatusCode.BadRequest)]
    [InlineData("payload=%5B%5D", HttpStatusCode.BadRequest)]
    [InlineData("other=1", HttpStatusCode.BadRequest)]
    [InlineData("%", HttpStatusCode.BadRequest)]
    public async Task Broken_interactions_break_nothing(string body, HttpStatusCode status)
    {
        using var request = SlackRequests.Sign("/slack/interactions", "application/x-www-form-urlencoded", body, FakeSlack.SigningSecret, _bot.Time.GetUtcNow());

        Assert.Equal(status, (await _bot.Client.SendAsync(request)).StatusCode);
    }

    private async Task<TurnRecord> AnsweredAsync(string question = "how many days of leave?")
    {
        await _bot.Alice.MentionAsync("C0OPS", question);
        var message = _bot.Inbox.Accepted[^1];
        var receipt = await _bot.Get<IReplyChannel>().PostAsync(ReplyTarget.Of(message), new OutboundReply(ReplySamples.Answer, default), default);
        _bot.Results.Clear();
        return Put(message, receipt);
    }

    private async Task<TurnRecord> PrivatelyAnsweredAsync()
    {
        await _bot.Alice.CommandAsync("C0OPS", "how many days of leave?");
        _bot.Results.Clear();
        return Put(_bot.Inbox.Accepted[^1], new DeliveryReceipt("private"));
    }

    private TurnRecord Put(InboundMessage message, DeliveryReceipt receipt)
    {
        var answer = new StoredAnswer(ReplySamples.Answer, message.Text, _bot.Time.GetUtcNow(), new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        var turn = new TurnRecord(message, TurnState.Delivered, answer, receipt);
        _bot.Inbox.Add(turn);
        return turn;
    }

    private static Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() => Task.FromResult(condition()));
}
