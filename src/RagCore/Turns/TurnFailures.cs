using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Decides what becomes of a turn that threw. A delivery is retried until its deadline, because a platform may be down for long
/// while the answer is safe; anything else until <see cref="InboxOptions.MaxAttempts"/>, after which the person gets an apology.
/// </summary>
internal sealed partial class TurnFailures(
    IInbox inbox,
    ITurnJournal journal,
    RetrySchedule schedule,
    ReplyDispatcher dispatcher,
    TurnMetrics metrics,
    TimeProvider time,
    IOptions<InboxOptions> options,
    ILogger<TurnFailures> logger)
{
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    /// <summary>Retries the turn later or ends it. Never throws; a store that is down is asked until it answers or the process stops.</summary>
    public async Task HandleAsync(LeasedTurn turn, Exception failure, CancellationToken stopping)
    {
        if (failure is LeaseLostException || turn.Lost.IsCancellationRequested)
        {
            return;
        }

        if (failure is TurnDeferredException deferred && time.GetUtcNow() < turn.Message.Deadline)
        {
            TurnDeferred(turn.Message.TurnId, deferred.Message, deferred.Delay.TotalMilliseconds);
            await PersistAsync(token => inbox.ReleaseAsync(turn.Lease, deferred.Delay, token), stopping);
            return;
        }

        var cause = CauseOf(failure);

        // A process that stops can tell nobody anything any more; the next one decides.
        if (!stopping.IsCancellationRequested && IsLast(turn, failure))
        {
            TurnDead(failure, turn.Message.TurnId, cause, turn.Attempt);
            metrics.Died(turn.Message.Conversation.Channel, cause);
            if (turn.Message.Errand is null or { HasReply: true })
            {
                await ApologiseAsync(turn, stopping);
            }

            await PersistAsync(token => inbox.DeadLetterAsync(turn.Lease, cause, token), stopping);
            return;
        }

        var delay = DelayOf(turn, failure, stopping);
        TurnRetried(failure is DeliveryException ? null : failure, turn.Message.TurnId, cause, turn.Attempt, delay.TotalMilliseconds);
        await PersistAsync(token => inbox.RetryAsync(turn.Lease, delay, cause, token), stopping);
    }

    private bool IsLast(LeasedTurn turn, Exception failure) => failure switch
    {
        DeliveryException { Failure: DeliveryFailure.Permanent } => true,
        DeliveryException => IsOverdue(turn),
        StoreUnavailableException => false,

        // The answer is safe and its delivery was cut short: no reason to give it up sooner than one that was refused.
        OperationCanceledException when turn.Answer is not null => IsOverdue(turn),

        // Within the attempts the handler is asked again; the same number more is for saying sorry.
        _ => turn.Attempt >= options.Value.MaxAttempts * 2,
    };

    private bool IsOverdue(LeasedTurn turn) => time.GetUtcNow() >= turn.Message.Deadline && turn.Attempt >= options.Value.MaxAttempts;

    private TimeSpan DelayOf(LeasedTurn turn, Exception failure, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }

        var backOff = schedule.DelayAfter(turn.Attempt);
        return failure is DeliveryException { RetryAfter: { } asked } && asked > backOff ? asked : backOff;
    }

    private static string CauseOf(Exception failure) => failure switch
    {
        DeliveryException delivery => $"delivery_{delivery.Failure.ToString().ToLowerInvariant()}: {delivery.Message}",
        OperationCanceledException => "timeout",
        StoreUnavailableException => "store_unavailable",
        _ => failure.GetType().Name,
    };

    private async Task ApologiseAsync(LeasedTurn turn, CancellationToken stopping)
    {
        try
        {
            // What this attempt posted is known to the journal, not to the turn as it was leased.
            var stored = await journal.FindAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, stopping);
            await dispatcher.ApologiseAsync(turn with { Receipt = stored?.Receipt ?? turn.Receipt, MayHavePosted = true }, stopping);
        }
#pragma warning disable CA1031 // The last word could not be said either; the dead letter and the log keep the cause.
        catch (Exception second)
#pragma warning restore CA1031
        {
            TurnFailed(second, turn.Message.TurnId);
        }
    }

    private async Task PersistAsync(Func<CancellationToken, Task> write, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                // Not the turn's token: that one has often just run out.
                await write(CancellationToken.None);
                return;
            }
            catch (LeaseLostException)
            {
                return;
            }
            catch (StoreUnavailableException) when (!stopping.IsCancellationRequested)
            {
                await Task.Delay(StorePause, time, CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // The process stops with the turn unfinished; the next start leases it again.
                return;
            }
        }
    }

    [LoggerMessage(LogEvents.TurnFailed, LogLevel.Error, "The apology for turn {TurnId} could not be delivered")]
    private partial void TurnFailed(Exception failure, string turnId);

    [LoggerMessage(LogEvents.TurnDeferred, LogLevel.Debug, "Turn {TurnId} waits: {Reason}, again in {Delay} ms")]
    private partial void TurnDeferred(string turnId, string reason, double delay);

    [LoggerMessage(LogEvents.TurnRetried, LogLevel.Warning, "Turn {TurnId} failed: {Cause}, attempt {Attempt}, again in {Delay} ms")]
    private partial void TurnRetried(Exception? failure, string turnId, string cause, int attempt, double delay);

    [LoggerMessage(LogEvents.TurnDead, LogLevel.Error, "Turn {TurnId} is given up: {Cause}, attempt {Attempt}")]
    private partial void TurnDead(Exception failure, string turnId, string cause, int attempt);
}
