using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>
/// What this replica took while the database was down, on its own disk: a message is durable when its task completes, waits in the
/// order of arrival, and is marked when the database has it. In memory stand places, not messages.
/// </summary>
internal sealed partial class Spool : ILogConsumer, IDisposable
{
    // Who is told that nothing can be stored sends nothing more, so that no write would ever tell that there is room again.
    private static readonly TimeSpan RefusalIsNews = TimeSpan.FromSeconds(10);

    private readonly ILogFileSystem _files;
    private readonly SpoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _opening = new();
    private readonly SpoolDoor _door;
    private readonly SpoolChanges _changes;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SegmentedLog? _log;
    private bool _closed;
    private long _refusedAt;

    public Spool(ILogFileSystem files, SpoolSettings settings, TimeProvider time, ILogger<Spool> logger)
    {
        _files = files;
        _settings = settings;
        _time = time;
        _logger = logger;
        Writer = new RecordWriter(time);
        Table = new SpoolTable(settings);
        _door = new SpoolDoor(this);
        _changes = new SpoolChanges(this);
    }

    public SpoolTable Table { get; }

    public RecordWriter Writer { get; }

    /// <summary>Gets a value indicating whether messages can be offered at all.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets why no message would be taken just now; null when nothing stands in the way. Names no path: anybody may read it.</summary>
    public string? Obstacle
    {
        get
        {
            if (!IsOpen)
            {
                return "The spool cannot be used; the log of the process says why.";
            }

            lock (Table.Gate)
            {
                return Table.IsFull ? "The spool is full."
                    : Interlocked.Read(ref _refusedAt) is > 0 and var at && _time.GetElapsedTime(at) < RefusalIsNews ? "The disk of the spool does not take what is written."
                    : null;
            }
        }
    }

    /// <summary>Gets the log.</summary>
    /// <exception cref="StoreUnavailableException">There is none.</exception>
    public SegmentedLog Log => IsOpen && _log is { } log ? log : throw new StoreUnavailableException("The spool is not open.");

    /// <summary>Gets how much waits, and since when.</summary>
    public InboxStatistics Statistics
    {
        get
        {
            lock (Table.Gate)
            {
                DateTimeOffset? oldest = Table.Oldest is { } entry ? new DateTimeOffset(entry.ReceivedAt, TimeSpan.Zero) : null;
                return new InboxStatistics(Table.Waiting, 0, oldest);
            }
        }
    }

    /// <summary>Reads what waits and takes messages from then on, unless it does. Says whether it does now.</summary>
    public bool TryOpen()
    {
        lock (_opening)
        {
            return !_closed && (IsOpen || Reopen());
        }
    }

    /// <summary>Stores a message unless one of its dedupe keys is known here. When the task completes, it survives a power loss.</summary>
    /// <exception cref="StoreUnavailableException">The spool is full, closed, or its disk says no.</exception>
    public ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
        => _door.AcceptAsync(message, cancellationToken);

    /// <summary>Says whether a message must come here rather than overtake what waits of its thread, or because it was here before.</summary>
    public bool Concerns(InboundMessage message)
    {
        lock (Table.Gate)
        {
            if (Table.Keys.IsEmpty)
            {
                return false;
            }

            var now = _time.GetUtcNow().UtcTicks;
            return Table.HasThread(Keys.OfThread(message.Conversation)) || message.DedupeKeys.Any(key => Table.Keys.Knows(KeyHash.Of(key), now));
        }
    }

    /// <summary>Replaces the text of a message that waits here. Null when it does not.</summary>
    public Task<bool?> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken) => _changes.TryEditAsync(edit, cancellationToken);

    /// <summary>Cancels a message that waits here. Null when it does not.</summary>
    public Task<bool?> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken) => _changes.TryCancelAsync(removal, cancellationToken);

    /// <summary>Completes when there may be something to hand over, or the spool has to be opened.</summary>
    public Task WhenNeeded()
    {
        lock (Table.Gate)
        {
            return !IsOpen || Table.HasWork ? Task.CompletedTask : _news.Task;
        }
    }

    /// <summary>Tells who waits that there may be something to hand over. Under the table's gate.</summary>
    public void Announce()
    {
        _news.TrySetResult();
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Appends a record and completes when it is durable and in memory.</summary>
    public static ValueTask CommitAsync(SegmentedLog log, AppendTicket ticket)
    {
        var committed = ticket.Committed();
        log.Append(ticket);
        return committed;
    }

    void ILogConsumer.Replay(LogPosition position, ReadOnlySpan<byte> payload)
    {
        lock (Table.Gate)
        {
            Table.Apply(position, payload);
        }
    }

    void ILogConsumer.Commit(IReadOnlyList<AppendTicket> batch)
    {
        lock (Table.Gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                Table.Apply(batch[i].Position, batch[i].Payload);
            }

            Announce();
        }

        Interlocked.Exchange(ref _refusedAt, 0);
    }

    void ILogConsumer.Reject(IReadOnlyList<AppendTicket> batch)
    {
        Interlocked.Exchange(ref _refusedAt, _time.GetTimestamp());
        lock (Table.Gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var record = new StoredRecord(batch[i].Payload);
                if (record.Type == RecordType.Accepted)
                {
                    Table.Keys.Leave(record);
                }
            }
        }
    }

    bool ILogConsumer.LetGo(int segment)
    {
        lock (Table.Gate)
        {
            return Table.LetGo(segment);
        }
    }

    void ILogConsumer.Fail(Exception cause)
    {
        IsOpen = false;
        lock (Table.Gate)
        {
            Announce();
        }
    }

    public void Dispose()
    {
        lock (_opening)
        {
            _closed = true;
            IsOpen = false;
            _log?.Dispose();
        }
    }

    // After a failed flush as well: what the disk holds is read anew and written again, as by a new process.
    private bool Reopen()
    {
        _log?.Dispose();
        _log = null;
        Clear();
        var settings = new LogSettings(_settings.SegmentBytes, StoredForm.Writer) { PassesOverDamage = true };
        var log = new SegmentedLog(_files, this, settings, _logger);
        try
        {
            log.Open();
        }
        catch (StoreUnavailableException refused)
        {
            log.Dispose();
            Clear();
            SpoolNotUsable(refused, _files.Folder);
            return false;
        }

        _log = log;
        IsOpen = true;
        SpoolOpened(_files.Folder, Statistics.Waiting);
        log.RequestSweep();
        return true;
    }

    private void Clear()
    {
        lock (Table.Gate)
        {
            Table.Clear();
        }
    }

    [LoggerMessage(LogEvents.SpoolOpened, LogLevel.Information, "Opened the spool in {Folder}: {Waiting} messages wait for the database")]
    private partial void SpoolOpened(string folder, int waiting);

    [LoggerMessage(
        LogEvents.SpoolNotUsable,
        LogLevel.Error,
        "The spool in {Folder} cannot be used; while the database is down as well, no message can be taken. It is tried again")]
    private partial void SpoolNotUsable(Exception exception, string folder);
}
