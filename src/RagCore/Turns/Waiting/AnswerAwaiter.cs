using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns.Waiting;

/// <summary>Waits until a turn has an answer in the journal.</summary>
public sealed class AnswerAwaiter(ITurnJournal journal)
{
    /// <summary>Returns the turn once it is answered or has ended without an answer.</summary>
    /// <param name="tenant">The organisation.</param>
    /// <param name="wait">The place held for the turn.</param>
    /// <param name="onSignal">Told of progress, and with null about once a second.</param>
    /// <param name="cancellationToken">Ends the wait, not the turn.</param>
    public async Task<TurnRecord?> WaitAsync(
        TenantId tenant, ReplyWait wait, Func<TurnProgress?, Task> onSignal, CancellationToken cancellationToken)
    {
        if (await EndedAsync(tenant, wait.TurnId, cancellationToken) is { } already)
        {
            return already;
        }

        await foreach (var signal in wait.ReadSignalsAsync(cancellationToken))
        {
            await onSignal(signal);
            if (signal is null && await EndedAsync(tenant, wait.TurnId, cancellationToken) is { } ended)
            {
                return ended;
            }
        }

        return await journal.FindAsync(tenant, wait.TurnId, cancellationToken);
    }

    private async Task<TurnRecord?> EndedAsync(TenantId tenant, string turnId, CancellationToken cancellationToken)
    {
        var turn = await journal.FindAsync(tenant, turnId, cancellationToken);
        return turn is { Answer: not null } or { State: TurnState.Dead or TurnState.Cancelled } ? turn : null;
    }
}
