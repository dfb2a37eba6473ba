using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.HandOver;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Edits and deletions after the answer, and the buttons that lead on from it.</summary>
public sealed class TeamsHelpClicksTests : IAsyncLifetime
{
    private const string Message = "application/vnd.microsoft.activity.message";

    private TeamsBot _bot = null!;

    public async Task InitializeAsync()
    {
        _bot = await TeamsBot.StartAsync();
        _bot.Get<IOptions<HandOverOptions>>().Value.Teams.Mentions.Add(new() { Id = "8f5b2f1e-0d0b-4d7c-9a55-0c0f6d1c0001", Name = "Kim Lee" });
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_person_is_asked_once_however_often_it_is_clicked()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);

        var first = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.AskPersonVerb, scope: TeamsScope.Group);
        var second = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.AskPersonVerb, scope: TeamsScope.Group);

        Assert.Equal((Message, Message), (first.Type, second.Type));
        Assert.Equal(new Errand(ErrandKind.HandOver, turn.Message.TurnId), Assert.Single(_bot.Inbox.Accepted, message => message.Errand is not null).Errand);
    }

    [Fact]
    public async Task In_a_personal_chat_nobody_else_is_asked()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.AskPersonVerb);

        Assert.Equal([TeamsResults.NotAllowed], _bot.Results);
    }

    [Fact]
    public async Task A_report_is_kept_and_thanked_for()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        var said = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.ReportVerb);

        Assert.Equal(Message, said.Type);
        Assert.Contains("Thank you", said.Value, StringComparison.Ordinal);
        Assert.Equal(VoteValue.Reported, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task The_offer_of_a_changed_question_is_the_askers_and_taken_once()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        var offer = turn with
        {
            Message = turn.Message with { TurnId = "offer", Text = "and for contractors?", Errand = new Errand(ErrandKind.OfferAgain, turn.Message.TurnId) },
            Answer = null,
            Receipt = null,
        };
        _bot.Inbox.Add(offer);

        await _bot.ClickAsync(_bot.Bob, offer, TeamsActions.AgainVerb, scope: TeamsScope.Group);
        await _bot.ClickAsync(_bot.Alice, offer, TeamsActions.AgainVerb, scope: TeamsScope.Group);
        await _bot.ClickAsync(_bot.Alice, offer, TeamsActions.AgainVerb, scope: TeamsScope.Group);

        Assert.Equal([TeamsResults.NotAllowed, TeamsResults.Done, TeamsResults.Duplicate], _bot.Results);
        Assert.Equal("and for contractors?", Assert.Single(_bot.Inbox.Accepted, message => message.Errand?.Kind is ErrandKind.AnswerAgain).Text);
    }

    [Fact]
    public async Task A_card_that_is_looked_at_again_shows_the_offer_and_after_that_the_new_answer()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        _bot.Inbox.Add(turn with
        {
            Message = turn.Message with { TurnId = "offer", Text = "changed", Errand = new Errand(ErrandKind.OfferAgain, turn.Message.TurnId) },
            Answer = null,
            Receipt = null,
        });

        var offered = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, scope: TeamsScope.Group);
        Assert.True(offered.Shows("Your question was changed."));

        _bot.Inbox.Add(turn with
        {
            Message = turn.Message with { TurnId = "again", Errand = new Errand(ErrandKind.AnswerAgain, turn.Message.TurnId) },
            Answer = turn.Answer! with { Reply = ReplySamples.NoEvidence },
        });
        var answered = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, scope: TeamsScope.Group);
        Assert.True(answered.Shows("moon base"));
        Assert.False(answered.Shows("Your question was changed."));
    }

    [Fact]
    public async Task A_vote_on_a_card_whose_answer_was_replaced_does_not_bring_that_answer_back()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        _bot.Inbox.Add(turn with
        {
            Message = turn.Message with { TurnId = "again", Errand = new Errand(ErrandKind.AnswerAgain, turn.Message.TurnId) },
            Answer = turn.Answer! with { Reply = ReplySamples.NoEvidence },
            Receipt = turn.Receipt!.With(["1701"]),
        });

        var voted = await _bot.VoteAsync(_bot.Bob, turn, TeamsActions.Up, TeamsScope.Group);
        _bot.Get<CardRefresher>().Request(turn);
        await Eventually.HoldsAsync(() =>
        {
            _bot.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(_bot.Platform.Calls.Any(call => call.Operation == "update"));
        });

        Assert.True(voted.Shows("moon base"));
        Assert.False(voted.Shows("28 days"));
        Assert.Equal(turn.Message.TurnId, Assert.Single(_bot.Votes.All).Vote.TurnId);
        Assert.All(_bot.Platform.Calls.Where(call => call.Operation == "update"), call => Assert.DoesNotContain("28 days", call.Request.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TeamsActions.AgainVerb)]
    [InlineData(TeamsActions.AskPersonVerb)]
    [InlineData(TeamsActions.ResolveVerb)]
    [InlineData(TeamsActions.ReportVerb)]
    public async Task A_click_on_a_card_the_person_cannot_have_seen_does_nothing(string verb)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        Assert.True((await _bot.ClickAsync(_bot.Bob, turn, verb)).IsRefusal);

        Assert.Empty(_bot.Votes.All);
        Assert.DoesNotContain(_bot.Inbox.Accepted, message => message.Errand is not null);
    }

    [Fact]
    public async Task A_removal_of_the_bot_is_stored_and_done_later()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        await _bot.SendAsync(_bot.Alice.Installs("remove"));

        var wish = Assert.Single(_bot.Inbox.Accepted, message => message.Errand is not null);
        Assert.Equal(ErrandKind.ClearPlace, wish.Errand!.Kind);
        Assert.Equal(turn.Message.Conversation.ConversationId, wish.Conversation.ConversationId);
        Assert.Equal([TeamsResults.Uninstalled], _bot.Results);
    }
}
