using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Takes messages out of the spool. One caller at a time.</summary>
internal sealed partial class SpoolOutlet(Spool spool, SpoolSettings settings, SpoolMetrics metrics, TimeProvider time, ILogger<SpoolOutlet> logger)
{
    private const string TooOld = "too old";

    private readonly SpoolTable _table = spool.Table;

    /// <summary>Takes up to so many messages, oldest first and one of each thread.</summary>
    public IReadOnlyList<SpoolEntry> Take(int count)
    {
        lock (_table.Gate)
        {
            return _table.Take(count);
        }
    }

    /// <summary>Reads a message that was taken, or returns null when it cannot be read.</summary>
    public InboundMessage? Read(SpoolEntry entry)
    {
        try
        {
            return spool.Log.Read(entry.Message, static payload => StoredForm.ReadMessage(new StoredRecord(payload).Body));
        }
        catch (StoreUnavailableException unreadable)
        {
            SpooledUnreadable(unreadable, entry.Message.Segment, entry.Message.Offset);
            return null;
        }
    }

    /// <summary>Gives back what was taken and not handed over.</summary>
    public void PutBack(SpoolEntry entry)
    {
        lock (_table.Gate)
        {
            entry.Free();
            spool.Announce();
        }
    }

    /// <summary>Lets those behind a message go on without it. It is kept until it is too old, and offered again by the next process.</summary>
    public void SetAside(SpoolEntry entry)
    {
        lock (_table.Gate)
        {
            _table.SetAside(entry);
            spool.Announce();
        }

        metrics.SetAside();
    }

    /// <summary>Forgets what the database has, and marks it so that no later start hands it over again.</summary>
    public Task FinishAsync(IReadOnlyCollection<SpoolEntry> entries)
    {
        metrics.Drained(entries.Count);
        return RemoveAsync(entries, RecordType.Delivered);
    }

    /// <summary>Gives up what is older than a message may be, and what was set aside when there is no room left.</summary>
    public async Task GiveUpOldAsync()
    {
        var old = TakeOld();
        foreach (var entry in old)
        {
            metrics.GivenUp();
            SpooledGivenUp(Read(entry)?.TurnId ?? "(unreadable)", new DateTimeOffset(entry.SpooledAt, TimeSpan.Zero), settings.MaxAge);
        }

        await RemoveAsync(old, RecordType.Dead);
    }

    private List<SpoolEntry> TakeOld()
    {
        var before = (time.GetUtcNow() - settings.MaxAge).UtcTicks;
        lock (_table.Gate)
        {
            List<SpoolEntry> old = _table.IsFull ? _table.ListAside() : [];
            for (var entry = _table.Oldest; entry is { Work: SpoolWork.None } && entry.SpooledAt < before; entry = entry.Place!.Next?.Value)
            {
                entry.Work = SpoolWork.Draining;
                old.Add(entry);
            }

            return [.. old.Distinct()];
        }
    }

    // What is not marked is handed over once more after a restart, where the database knows it: nothing waits for the mark.
    private async Task RemoveAsync(IReadOnlyCollection<SpoolEntry> entries, RecordType mark)
    {
        if (entries.Count == 0)
        {
            return;
        }

        lock (_table.Gate)
        {
            foreach (var entry in entries)
            {
                _table.Remove(entry);
            }

            spool.Announce();
        }

        try
        {
            await MarkAsync(entries, mark);
            spool.Log.RequestSweep();
        }
        catch (StoreUnavailableException refused)
        {
            SpoolMarkRefused(refused, entries.Count);
        }
    }

    private async Task MarkAsync(IReadOnlyCollection<SpoolEntry> entries, RecordType mark)
    {
        var log = spool.Log;
        var marks = new List<Task>(entries.Count);
        foreach (var entry in entries)
        {
            var ticket = log.Rent();
            if (mark == RecordType.Dead)
            {
                spool.Writer.Dead(ticket, entry.Turn, TooOld);
            }
            else
            {
                spool.Writer.Plain(ticket, mark, entry.Turn);
            }

            marks.Add(Spool.CommitAsync(log, ticket).AsTask());
        }

        await Task.WhenAll(marks);
    }

    [LoggerMessage(
        LogEvents.SpooledGivenUp,
        LogLevel.Error,
        "Gave up turn {TurnId}: it has waited in the spool since {Since}; a message may wait {MaxAge}")]
    private partial void SpooledGivenUp(string turnId, DateTimeOffset since, TimeSpan maxAge);

    [LoggerMessage(LogEvents.SpooledUnreadable, LogLevel.Error, "The spooled message in segment {Segment} at byte {Offset} cannot be read and is set aside")]
    private partial void SpooledUnreadable(Exception exception, int segment, int offset);

    [LoggerMessage(LogEvents.SpoolMarkRefused, LogLevel.Warning, "{Count} messages left the spool without a mark; a restart may offer them once more")]
    private partial void SpoolMarkRefused(Exception exception, int count);
}
