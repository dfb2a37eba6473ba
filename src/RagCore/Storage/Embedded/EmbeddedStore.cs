using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// The store of one process: a log on the disk, and in memory what the log says. A change is appended, made durable together with
/// its neighbours, and only then taken into memory, by the same code that reads the log at the start.
/// </summary>
internal sealed partial class EmbeddedStore : ILogConsumer, IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromDays(1);

    // Who is told that nothing can be stored sends nothing more, so that no write would ever tell that there is room again.
    private static readonly TimeSpan RefusalIsNews = TimeSpan.FromSeconds(10);

    private readonly EmbeddedSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _folder;
    private readonly Lock _opening = new();
    private ITimer? _sweep;
    private bool _isOpen;
    private long _refusedAt;
    private volatile bool _isFatal;

    public EmbeddedStore(ILogFileSystem files, EmbeddedSettings settings, TimeProvider time, ILogger<EmbeddedStore> logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _folder = files.Folder;
        Writer = new RecordWriter(time);
        State = new EmbeddedState(settings, time);
        Records = new EmbeddedRecordStore(this, time);
        Log = new SegmentedLog(files, this, new LogSettings(settings.SegmentBytes, StoredForm.Writer), logger);
    }

    /// <summary>Gets or sets who is told, once and on the log's own thread, that nothing can be stored any more. Must not block.</summary>
    public Action<Exception>? OnFatal { get; set; }

    /// <summary>Gets why a message could not be stored just now; null when nothing stands in its way. Names no path: anybody may read it.</summary>
    public string? Obstacle => _isFatal ? "The log failed; the process has to be started again."
        : Interlocked.Read(ref _refusedAt) is > 0 and var at && _time.GetElapsedTime(at) < RefusalIsNews ? "The disk does not take what is written; the log of the process says why."
        : null;

    public EmbeddedState State { get; }

    public SegmentedLog Log { get; }

    public RecordWriter Writer { get; }

    /// <summary>Gets the records that are kept however old they are.</summary>
    public EmbeddedRecordStore Records { get; }

    /// <summary>Reads the log and takes requests from then on. Does nothing when that has been done.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be used; the message says what to do.</exception>
    public void Open()
    {
        lock (_opening)
        {
            if (_isOpen)
            {
                return;
            }

            var started = _time.GetTimestamp();
            Log.Open();
            lock (State.Gate)
            {
                State.Queue.Start();
                LogOpened(_folder, State.Turns.PendingCount, _time.GetElapsedTime(started).TotalMilliseconds);
            }

            _sweep = _time.CreateTimer(_ => Log.RequestSweep(), null, TimeSpan.Zero, SweepInterval);
            _isOpen = true;
        }
    }

    /// <summary>Appends a record and completes when it is durable and in memory.</summary>
    public ValueTask CommitAsync(AppendTicket ticket)
    {
        var committed = ticket.Committed();
        Log.Append(ticket);
        return committed;
    }

    void ILogConsumer.Replay(LogPosition position, ReadOnlySpan<byte> payload)
    {
        lock (State.Gate)
        {
            State.Apply(position, payload);
        }
    }

    void ILogConsumer.Commit(IReadOnlyList<AppendTicket> batch)
    {
        lock (State.Gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                State.Apply(batch[i].Position, batch[i].Payload);
            }

            State.Queue.Dispatch();
        }

        Interlocked.Exchange(ref _refusedAt, 0);
    }

    void ILogConsumer.Reject(IReadOnlyList<AppendTicket> batch)
    {
        Interlocked.Exchange(ref _refusedAt, _time.GetTimestamp());
        Release(batch);
    }

    /// <summary>Frees the dedupe keys of messages that are not stored.</summary>
    public void Release(IReadOnlyList<AppendTicket> batch)
    {
        lock (State.Gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var record = new StoredRecord(batch[i].Payload);
                if (record.Type == RecordType.Accepted)
                {
                    State.Claims.Release(record);
                }
            }
        }
    }

    bool ILogConsumer.LetGo(int segment)
    {
        var now = _time.GetUtcNow();
        var before = now - TimeSpan.FromTicks(Math.Max(_settings.Retention.Ticks, _settings.DedupeWindow.Ticks));
        lock (State.Gate)
        {
            if (!State.IsExpired(segment, before.UtcTicks))
            {
                return false;
            }

            State.Records.RemoveExpired(now.UtcTicks);
            if (State.Records.HeldBy(segment) is { Count: > 0 } held)
            {
                Records.CarryOver(segment, held);
                return false;
            }

            State.Drop(segment);
            return true;
        }
    }

    void ILogConsumer.Fail(Exception cause)
    {
        _isFatal = true;
        OnFatal?.Invoke(cause);
    }

    public void Dispose()
    {
        _sweep?.Dispose();
        lock (State.Gate)
        {
            State.Queue.Dispose();
        }

        Log.Dispose();
    }

    [LoggerMessage(LogEvents.LogOpened, LogLevel.Information, "Opened the log in {Folder}: {Pending} turns are unfinished ({Milliseconds:F0} ms)")]
    private partial void LogOpened(string folder, int pending, double milliseconds);
}
