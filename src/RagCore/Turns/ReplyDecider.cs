using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage.Budgets;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Decides what is said to a message: an apology when it failed too often, a gate's refusal, or a handler's reply.</summary>
internal sealed class ReplyDecider(
    IEnumerable<IInboundGate> gates,
    IEnumerable<ITurnHandler> handlers,
    ReplyDispatcher dispatcher,
    SpendingDesk spending,
    TurnMetrics metrics,
    TimeProvider time,
    IOptions<InboxOptions> options)
{
    /// <summary>Returns the turn with its answer, and with the receipt of the placeholder when one was posted. The answer is not stored yet.</summary>
    public async Task<LeasedTurn> DecideAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        // A turn that ended the process on every attempt never reports a failure: only its attempts tell.
        if (turn.Attempt > options.Value.MaxAttempts)
        {
            return turn with { Answer = spending.Charge(turn.Message, Said(new NoticeReply(Apology.For(turn.Message), NoticeKind.Apology), "attempts_exhausted")) };
        }

        if (await FirstRefusalAsync(turn.Message, cancellationToken) is { } refusal)
        {
            metrics.Refused(turn.Message.Conversation.Channel, refusal.Reason);
            return turn with { Answer = Said(new NoticeReply(refusal.Text, NoticeKind.Refusal) { IsForAsker = refusal.IsForAsker }, failureCause: null) };
        }

        return await HandleAsync(turn, handlers.First(candidate => candidate.CanHandle(turn.Message)), cancellationToken);
    }

    private async Task<GateRefusal?> FirstRefusalAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        foreach (var gate in gates)
        {
            if (await gate.CheckAsync(message, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private async Task<LeasedTurn> HandleAsync(LeasedTurn turn, ITurnHandler handler, CancellationToken cancellationToken)
    {
        var shown = handler.ShowsPlaceholder ? await dispatcher.ShowPlaceholderAsync(turn, cancellationToken) : turn;
        await using var progress = dispatcher.ProgressOf(shown);
        var answer = await handler.HandleAsync(turn.Message, progress, cancellationToken);
        return shown with { Answer = answer };
    }

    private StoredAnswer Said(Reply reply, string? failureCause) => new(
        reply,
        Question: string.Empty,
        time.GetUtcNow(),
        FrozenDictionary<string, double>.Empty,
        FrozenDictionary<string, string>.Empty,
        failureCause);
}
