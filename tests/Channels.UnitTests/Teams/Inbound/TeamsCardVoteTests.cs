using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Teams;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

public sealed class TeamsCardVoteTests : IAsyncLifetime
{
    private const string OwnUp = "You found this helpful.";
    private const string OwnDown = "You found this not helpful.";
    private const string WhyNot = "What went wrong?";

    private TeamsBot _bot = null!;

    public async Task InitializeAsync() => _bot = await TeamsBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_thumbs_up_is_stored_and_comes_back_on_the_card()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        var card = await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up);

        Assert.True(card.Shows(OwnUp));
        Assert.False(card.Shows(WhyNot));
        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((_bot.Alice.ObjectId, turn.Message.TurnId, VoteValue.Up, ChannelKind.Teams), (vote.VoterId, vote.TurnId, vote.Value, vote.Channel));
        Assert.Equal([TeamsResults.Voted], _bot.Results);
    }

    [Fact]
    public async Task A_thumbs_down_is_stored_before_anybody_says_why()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        var card = await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Down);

        Assert.True(card.Shows(OwnDown) && card.Shows(WhyNot));
        Assert.Equal(VoteValue.Down, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task A_vote_can_be_changed_and_taken_back()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up);
        _bot.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Down)).Shows(OwnDown));
        _bot.Time.Advance(TimeSpan.FromSeconds(1));
        var last = await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.None);

        Assert.True(last.IsCard);
        Assert.False(last.Shows(OwnUp) || last.Shows(OwnDown));
        Assert.Equal(VoteValue.None, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task An_older_click_that_arrives_late_changes_nothing()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        var late = _bot.Alice.Clicks(TeamsActions.VoteVerb, new JsonObject { [TeamsActions.Turn] = turn.Message.TurnId, [TeamsActions.Vote] = TeamsActions.Up }, "1700");
        _bot.Time.Advance(TimeSpan.FromSeconds(1));
        await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Down);

        var card = await TeamsCards.ReadAsync(await _bot.SendAsync(late));

        Assert.True(card.Shows(OwnDown));
        Assert.Equal(VoteValue.Down, Assert.Single(_bot.Votes.All).Vote.Value);
    }

    [Fact]
    public async Task Reasons_nobody_offered_are_dropped_and_the_comment_is_kept()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        var said = new JsonObject { [TeamsActions.Reasons] = "outdated, invented,wrong,outdated", [TeamsActions.Comment] = "It changed in May." };

        var card = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.ReasonsVerb, said);

        Assert.True(card.Shows("Thank you.") && card.Shows(OwnDown));
        Assert.False(card.Shows(WhyNot));
        var vote = Assert.Single(_bot.Votes.All).Vote;
        Assert.Equal((VoteValue.Down, "It changed in May."), (vote.Value, vote.Comment));
        Assert.Equal(["outdated", "wrong"], vote.Reasons);
    }

    [Fact]
    public async Task A_form_sent_empty_is_a_thumbs_down_without_reasons()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        var card = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.ReasonsVerb, new JsonObject { [TeamsActions.Reasons] = 7, [TeamsActions.Comment] = "  " });

        Assert.True(card.Shows("Thank you."));
        Assert.True(Assert.Single(_bot.Votes.All).Vote is { Value: VoteValue.Down, Reasons.Count: 0, Comment: null });
    }

    [Fact]
    public async Task In_a_group_everybody_has_a_vote_and_sees_their_own()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Down, TeamsScope.Group);

        var bobs = await _bot.VoteAsync(_bot.Bob, turn, TeamsActions.Up, TeamsScope.Group);

        Assert.True(bobs.Shows(OwnUp));
        Assert.False(bobs.Shows(OwnDown));
        Assert.Equal(2, _bot.Votes.All.Count);
    }

    [Theory]
    [InlineData(TeamsScope.Group, TeamsScope.Channel)]
    [InlineData(TeamsScope.Group, TeamsScope.Personal)]
    [InlineData(TeamsScope.Personal, TeamsScope.Group)]
    public async Task A_vote_from_another_conversation_is_refused(TeamsScope answered, TeamsScope clicked)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, answered);

        await AssertRefusedAsync(_bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up, clicked));
    }

    [Theory]
    [InlineData(TeamsActions.VoteVerb)]
    [InlineData(TeamsActions.ReasonsVerb)]
    [InlineData(TeamsActions.RefreshVerb)]
    public async Task Somebody_elses_private_answer_is_neither_rated_nor_shown(string verb)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        var click = _bot.Bob.Clicks(verb, Data(turn), "1700");
        click["conversation"]!["id"] = _bot.Alice.ConversationOf(TeamsScope.Personal);

        await AssertRefusedAsync(SendAsync(click));
    }

    [Theory]
    [InlineData(TeamsActions.VoteVerb)]
    [InlineData(TeamsActions.RefreshVerb)]
    public async Task Another_tenant_finds_no_turn_of_this_one(string verb)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        _bot.Bob.SpeaksIn = "99999999-0d0b-4d7c-9a55-0c0f6d1c0001";

        await AssertRefusedAsync(SendAsync(_bot.Bob.Clicks(verb, Data(turn), "1700", TeamsScope.Group)));
    }

    [Theory]
    [InlineData("another-turn")]
    [InlineData("../../x")]
    [InlineData("")]
    public async Task An_unknown_turn_is_refused(string turnId)
    {
        await _bot.AnswerAsync(_bot.Alice);
        var data = new JsonObject { [TeamsActions.Turn] = turnId, [TeamsActions.Vote] = TeamsActions.Up };

        await AssertRefusedAsync(SendAsync(_bot.Alice.Clicks(TeamsActions.VoteVerb, data, "1700")));
    }

    [Fact]
    public async Task What_is_not_answered_yet_cannot_be_rated()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        _bot.Inbox.Add(turn with { State = TurnState.Received, Answer = null });

        await AssertRefusedAsync(_bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up));
    }

    private static JsonObject Data(TurnRecord turn) => new() { [TeamsActions.Turn] = turn.Message.TurnId, [TeamsActions.Vote] = TeamsActions.Up };

    private async Task<TeamsCardReply> SendAsync(JsonObject activity) => await TeamsCards.ReadAsync(await _bot.SendAsync(activity));

    private async Task AssertRefusedAsync(Task<TeamsCardReply> answering)
    {
        var reply = await answering;
        Assert.True(reply.IsRefusal, reply.ToString());
        Assert.Empty(_bot.Votes.All);
        Assert.DoesNotContain("leave", reply.Value, StringComparison.Ordinal);
    }
}
