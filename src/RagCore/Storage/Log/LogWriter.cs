using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// The one writer. It has a thread of its own, because flushing blocks, and takes whatever has queued up since the last flush into
/// the next one.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    private const int MaxQueuedRecords = 1 << 17;
    private const long MaxQueuedBytes = 64 << 20;
    private const int NobodyWaits = int.MaxValue;

    // A flush costs the processor as much as a few dozen records. When many callers are about, the writer lets three quarters of them
    // gather before it flushes again; a caller that is alone never waits.
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(1);

    // A plain object: the writer waits on it with Monitor.
    private readonly object _gate = new();
    private readonly BatchCommit _commit;
    private readonly ILogConsumer _consumer;
    private readonly Thread _thread;
    private List<AppendTicket> _queue = [];
    private List<AppendTicket> _batch = [];
    private long _queuedBytes;
    private int _lastBatch;
    private int _wakeAt = NobodyWaits;
    private bool _sweepRequested;
    private bool _closing;
    private bool _started;

    public LogWriter(ILogFileSystem files, SegmentSet segments, ILogConsumer consumer, LogSettings settings, ILogger logger)
    {
        _consumer = consumer;
        _commit = new BatchCommit(files, segments, consumer, settings, logger);
        _thread = new Thread(Run) { IsBackground = true, Name = "log writer" };
    }

    public void Start()
    {
        _started = true;
        _thread.Start();
    }

    public void Append(AppendTicket ticket)
    {
        StoreUnavailableException refusal;
        lock (_gate)
        {
            if (Refusal(ticket) is not { } cause)
            {
                _queue.Add(ticket);
                _queuedBytes += ticket.Frame.Length;
                if (_queue.Count >= _wakeAt)
                {
                    Monitor.Pulse(_gate);
                }

                return;
            }

            refusal = cause;
        }

        _consumer.Reject([ticket]);
        ticket.Return();
        throw refusal;
    }

    public void RequestSweep()
    {
        lock (_gate)
        {
            _sweepRequested = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what is queued and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        if (_started)
        {
            _thread.Join();
        }
    }

    private StoreUnavailableException? Refusal(AppendTicket ticket)
    {
        if (_commit.Poison is { } poison)
        {
            return poison;
        }

        if (_closing || !_started)
        {
            return new StoreUnavailableException("The store is not open.");
        }

        return _queue.Count >= MaxQueuedRecords || _queuedBytes + ticket.Frame.Length > MaxQueuedBytes
            ? new StoreUnavailableException($"The disk is slower than what arrives: {_queue.Count} records wait to be written.")
            : null;
    }

    private void Run()
    {
        while (TakeBatch(out var sweep))
        {
            _commit.Write(_batch);
            _batch.Clear();
            if (sweep)
            {
                _commit.Sweep();
            }
        }

        _commit.Close();
    }

    private bool TakeBatch(out bool sweep)
    {
        lock (_gate)
        {
            var callers = _lastBatch + _queue.Count;
            _wakeAt = 1;
            while (_queue.Count == 0 && !_sweepRequested && !_closing)
            {
                Monitor.Wait(_gate);
            }

            Gather(callers * 3 / 4);
            _lastBatch = _queue.Count;
            (_queue, _batch) = (_batch, _queue);
            _queuedBytes = 0;
            sweep = _sweepRequested;
            _sweepRequested = false;
            return _batch.Count > 0 || sweep || !_closing;
        }
    }

    private void Gather(int enough)
    {
        if (_queue.Count < enough && enough > 1 && !_closing)
        {
            _wakeAt = enough;
            Monitor.Wait(_gate, LongestGathering);
        }

        _wakeAt = NobodyWaits;
    }
}
