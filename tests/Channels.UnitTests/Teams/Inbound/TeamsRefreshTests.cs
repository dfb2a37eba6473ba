using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Clients ask for a card again when they show it (T-24), which is how a placeholder beside its answer is found (T-18).</summary>
public sealed class TeamsRefreshTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private TeamsBot _bot = null!;

    // What was streamed leaves no placeholder behind.
    public async Task InitializeAsync()
    {
        _bot = await TeamsBot.StartAsync();
        _bot.Get<IOptions<TeamsOptions>>().Value.Streaming = false;
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task A_person_sees_their_own_vote_and_nobody_elses()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        await _bot.VoteAsync(_bot.Alice, turn, TeamsActions.Up, TeamsScope.Group);

        var alices = await RefreshAsync(_bot.Alice, turn, TeamsScope.Group);
        var bobs = await RefreshAsync(_bot.Bob, turn, TeamsScope.Group);

        Assert.True(alices.Shows("28 days") && alices.Shows("You found this helpful."));
        Assert.True(bobs.Shows("28 days"));
        Assert.False(bobs.Shows("You found this helpful."));
        Assert.DoesNotContain(_bot.Platform.Calls, call => call.Operation == "delete");
    }

    [Theory]
    [InlineData(TurnState.Received)]
    [InlineData(TurnState.Answered)]
    public async Task While_an_answer_is_on_its_way_the_placeholder_stays(TurnState state)
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        _bot.Inbox.Add(turn with { State = state, Answer = state is TurnState.Received ? null : turn.Answer });

        var card = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, message: "1699");

        Assert.True(card.IsCard);
        Assert.False(card.Shows("28 days"));
        Assert.Equal([TeamsResults.Refreshed], _bot.Results);
    }

    [Fact]
    public async Task An_orphaned_placeholder_is_removed_and_says_where_the_answer_is()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);
        var orphan = await PostAsync(turn);

        var card = await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, message: orphan);

        Assert.True(card.Shows("stands in another message"));
        await UntilAsync(() => _bot.Platform.Messages.Count == 0);
    }

    [Fact]
    public async Task What_one_person_sees_among_others_is_no_orphan()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group, receipt: "one!1700");
        _bot.Inbox.Add(turn with { Answer = turn.Answer! with { Reply = ReplySamples.Refusal with { IsForAsker = true } } });

        var card = await RefreshAsync(_bot.Alice, turn, TeamsScope.Group);

        Assert.True(card.Shows(ReplySamples.Refusal.Text[..20]));
        Assert.False(card.Shows("stands in another message"));
    }

    [Fact]
    public async Task Only_the_asker_has_an_orphan_removed()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group);
        var orphan = await PostAsync(turn);

        Assert.True((await _bot.ClickAsync(_bot.Bob, turn, TeamsActions.RefreshVerb, scope: TeamsScope.Group, message: orphan)).IsRefusal);
        await SettleAsync(turn);
        Assert.Equal(orphan, Assert.Single(_bot.Platform.Messages).Id);
    }

    [Fact]
    public async Task An_orphan_that_cannot_be_removed_breaks_nothing()
    {
        var turn = await _bot.AnswerAsync(_bot.Alice);

        Assert.True((await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, message: "1699")).Shows("stands in another message"));
        _bot.Inbox.Add(turn with { Message = turn.Message with { ReplyTo = new ReplyAddress(2, "of a newer release") } });
        Assert.True((await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, message: "1699")).Shows("stands in another message"));
    }

    [Fact]
    public async Task Nobody_removes_another_answer_by_calling_it_an_orphan()
    {
        var mine = await _bot.AnswerAsync(_bot.Alice, TeamsScope.Group, receipt: "1600");
        var other = await _bot.AnswerAsync(_bot.Bob, TeamsScope.Group, receipt: "1601");
        var answer = await PostAsync(other);
        _bot.Inbox.Add(other with { Receipt = new DeliveryReceipt(answer) });

        var reply = await _bot.ClickAsync(_bot.Alice, mine, TeamsActions.RefreshVerb, scope: TeamsScope.Group, message: answer);

        Assert.True(reply.IsRefusal);
        await SettleAsync(mine);
        Assert.Equal(answer, Assert.Single(_bot.Platform.Messages).Id);
    }

    private Task<TeamsCardReply> RefreshAsync(TeamsPerson person, TurnRecord turn, TeamsScope scope = TeamsScope.Personal)
        => _bot.ClickAsync(person, turn, TeamsActions.RefreshVerb, scope: scope);

    private async Task<string> PostAsync(TurnRecord turn)
    {
        var receipt = await _bot.Get<TeamsReplyChannel>().PostPlaceholderAsync(ReplyTarget.Of(turn.Message), CancellationToken.None).WaitAsync(Patience);
        _bot.Time.Advance(TimeSpan.FromSeconds(5));
        return receipt!.MessageId;
    }

    // A removal that was begun earlier has been made when a later one has.
    private async Task SettleAsync(TurnRecord turn)
    {
        var orphan = await PostAsync(turn);
        Assert.False((await _bot.ClickAsync(_bot.Alice, turn, TeamsActions.RefreshVerb, scope: TeamsScope.Group, message: orphan)).IsRefusal);
        await UntilAsync(() => _bot.Platform.Messages.All(message => message.Id != orphan));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
