using System.Diagnostics.CodeAnalysis;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>
/// Hands what waits to the database: oldest first, many at a time so that the database can commit them together, never two of a
/// thread at a time. While the database does not take anything, one message at a time asks whether it does again.
/// </summary>
internal sealed partial class SpoolDrain(
    IInbox database, Spool spool, SpoolOutlet outlet, DatabaseBreaker breaker, ILogger<SpoolDrain> logger)
{
    private const int MostAtATime = 256;
    private const int MostFailures = 5;

    private int _atATime = 1;

    /// <summary>Hands over what can be handed over at a time.</summary>
    public async Task<DrainOutcome> RunOnceAsync(CancellationToken cancellationToken)
    {
        await outlet.GiveUpOldAsync();
        var taken = outlet.Take(_atATime);
        if (taken.Count == 0)
        {
            return DrainOutcome.Idle;
        }

        var ends = await Task.WhenAll(taken.Select(entry => HandOverAsync(entry, cancellationToken)));
        await outlet.FinishAsync([.. taken.Where((_, i) => ends[i] == HandOver.Done)]);
        var isBlocked = ends.Contains(HandOver.Refused);
        _atATime = isBlocked ? 1 : MostAtATime;
        return isBlocked ? DrainOutcome.Blocked : DrainOutcome.Drained;
    }

    private async Task<HandOver> HandOverAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        var end = await OfferAsync(entry, cancellationToken);
        if (end == HandOver.Hopeless)
        {
            outlet.SetAside(entry);
        }
        else if (end == HandOver.Refused)
        {
            outlet.PutBack(entry);
        }

        return end;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A message the database stumbles over must not hold up those behind it, whatever it throws.")]
    private async Task<HandOver> OfferAsync(SpoolEntry entry, CancellationToken cancellationToken)
    {
        if (outlet.Read(entry) is not { } message)
        {
            return spool.IsOpen ? HandOver.Hopeless : HandOver.Refused;
        }

        try
        {
            var isTaken = await OfferAsync(entry, message, cancellationToken);
            breaker.Succeeded();
            return isTaken ? HandOver.Done : HandOver.Refused;
        }
        catch (StoreUnavailableException)
        {
            breaker.Failed();
            return HandOver.Refused;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return HandOver.Refused;
        }
        catch (Exception surprise)
        {
            entry.Failures++;
            SpooledRefused(surprise, message.TurnId, entry.Failures, MostFailures);
            return entry.Failures < MostFailures ? HandOver.Refused : HandOver.Hopeless;
        }
    }

    // An earlier attempt may have reached the database although nobody heard of it: what happened to the message since is told to
    // it as well, and the time of an edit keeps an older one that comes later from undoing it.
    private async Task<bool> OfferAsync(SpoolEntry entry, InboundMessage message, CancellationToken cancellationToken)
    {
        var changedAt = new DateTimeOffset(entry.ChangedAt, TimeSpan.Zero);
        if (entry.IsCancelled)
        {
            await database.TryCancelAsync(new InboundRemoval(message.Conversation, message.MessageId, changedAt), cancellationToken);
            return true;
        }

        if (await database.AcceptAsync(message, cancellationToken) == AcceptResult.Full)
        {
            return false;
        }

        if (entry.ChangedAt > 0)
        {
            await database.TryEditAsync(new InboundEdit(message.Conversation, message.MessageId, message.Text, changedAt), cancellationToken);
        }

        return true;
    }

    [LoggerMessage(LogEvents.SpooledRefused, LogLevel.Error, "The database failed on spooled turn {TurnId}, {Failures} of {Most} times; then it is set aside")]
    private partial void SpooledRefused(Exception exception, string turnId, int failures, int most);

    private enum HandOver
    {
        Done,
        Refused,
        Hopeless,
    }
}

/// <summary>What became of an attempt to hand over what waits.</summary>
internal enum DrainOutcome
{
    /// <summary>Nothing waits.</summary>
    Idle,

    /// <summary>Something was handed over or set aside; more may wait.</summary>
    Drained,

    /// <summary>The database takes nothing now.</summary>
    Blocked,
}
