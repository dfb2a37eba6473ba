using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Shows a card to one person, with that person's vote on it (T-24).</summary>
internal sealed class TeamsCardViews(TeamsCardGuard guard, IVoteStore votes, ReplyCards cards, TeamsReplyChannel channel, TimeProvider time)
{
    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);

    /// <summary>Answers a client that shows a card again. A placeholder that was left beside its answer is found here, and removed (T-18).</summary>
    public async Task<TeamsAnswer> RefreshAsync(TeamsActivity activity, string turnId)
    {
        if (await guard.FindAsync(activity, turnId, CancellationToken.None) is not { } found || activity.Person is not { } person)
        {
            return NotYours(activity, TeamsResults.NotAllowed);
        }

        var turn = await cards.StandingAsync(found, CancellationToken.None);
        turnId = turn.Message.TurnId;

        if (turn is { State: TurnState.Delivered or TurnState.Dead, Receipt: { } receipt } && activity.ReplyTo is { } shown && !TeamsDelivery.StandsIn(receipt, shown))
        {
            // The client says which turn the card is of, and only the asker's refreshes by itself.
            if (!await guard.IsOrphanAsync(activity, turn, shown, CancellationToken.None))
            {
                return NotYours(activity, TeamsResults.NotAllowed);
            }

            _ = RemoveOrphanAsync(turn.Message.ReplyTo, shown);
            var context = Context(activity, turn);
            return Shown(new OutboundReply(new NoticeReply(context.Words[Phrase.AnswerElsewhere], NoticeKind.Command), default), context, TeamsResults.Refreshed);
        }

        if (turn.Answer is not { } answer || !IsShown(turn, activity.ReplyTo))
        {
            return TeamsAnswer.Ok(TeamsResults.Refreshed) with
            {
                Body = TeamsCardAnswer.Card(TeamsReplyRenderer.PlaceholderCard(Context(activity, turn))),
            };
        }

        var own = await votes.FindAsync(guard.Tenant, turnId, person, CancellationToken.None);
        var shownNow = await cards.ShownAsync(turn, answer.Reply, CancellationToken.None);
        return Shown(shownNow, Context(activity, turn) with { OwnVote = own?.Vote.Value ?? VoteValue.None }, TeamsResults.Refreshed);
    }

    /// <summary>Shows the voter what was stored.</summary>
    public static TeamsAnswer Voted(TeamsActivity activity, RecordedVote recorded, OutboundReply shown, bool asksWhy, bool gaveReasons)
    {
        var context = Context(activity, recorded.Turn) with
        {
            OwnVote = recorded.Vote.Value,
            AsksWhy = asksWhy,
            ThanksForReasons = gaveReasons,
        };
        return Shown(shown, context, TeamsResults.Voted);
    }

    /// <summary>Says that there is nothing to click on for this person.</summary>
    public static TeamsAnswer NotYours(TeamsActivity activity, string result) => TeamsAnswer.Ok(result) with { Body = TeamsCardAnswer.BadRequest(activity.Words) };

    // A client asks as soon as it shows the answer, which may be before its delivery is recorded: a placeholder would take the answer's place.
    private static bool IsShown(TurnRecord turn, string? shown)
        => turn.State is TurnState.Delivered || (turn.State is TurnState.Answered && shown is not null && turn.Receipt?.MessageIds()[^1] == shown);

    // The person has been told where the answer is; a placeholder that stays is found again the next time it is looked at.
    private async Task RemoveOrphanAsync(ReplyAddress address, string messageId)
    {
        using var limit = new CancellationTokenSource(RemovalLimit, time);
        try
        {
            await channel.RemoveOrphanAsync(TeamsAddress.Read(address), messageId, limit.Token);
        }
        catch (Exception fault) when (fault is DeliveryException or OperationCanceledException)
        {
            // The client has counted and logged it.
        }
    }

    private static TeamsCardContext Context(TeamsActivity activity, TurnRecord turn)
        => new(turn.Message.TurnId) { RefreshFor = activity.From is { } person ? [person] : [], Words = Phrases.For(turn.Message.ReplyLanguage) };

    private static TeamsAnswer Shown(OutboundReply outbound, TeamsCardContext context, string result)
        => TeamsAnswer.Ok(result) with { Body = TeamsCardAnswer.Card(TeamsReplyRenderer.Card(outbound, context)) };
}
