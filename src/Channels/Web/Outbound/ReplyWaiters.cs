using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>The requests that wait for an answer, by turn. Bounded; a reply that nobody waits for is not an error.</summary>
internal sealed class ReplyWaiters(TimeProvider time, int maxWaits = ReplyWaiters.MaxWaits)
{
    public const int MaxWaits = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ReplyWait>> _waits = new(StringComparer.Ordinal);
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>Holds a place, or returns null when all are taken. The caller disposes it.</summary>
    public ReplyWait? TryAdd(string turnId)
    {
        lock (_gate)
        {
            if (_count >= maxWaits)
            {
                return null;
            }

            var wait = new ReplyWait(turnId, time, Remove);
            if (!_waits.TryGetValue(turnId, out var sameTurn))
            {
                _waits.Add(turnId, sameTurn = []);
            }

            sameTurn.Add(wait);
            _count++;
            return wait;
        }
    }

    /// <summary>Wakes who waits for the turn; its answer is in the journal. Says whether somebody did.</summary>
    public bool Answered(string turnId) => ForEach(turnId, wait => wait.Answered());

    public void Progressed(string turnId, TurnProgress progress) => ForEach(turnId, wait => wait.Progressed(progress));

    private bool ForEach(string turnId, Action<ReplyWait> tell)
    {
        lock (_gate)
        {
            if (!_waits.TryGetValue(turnId, out var sameTurn))
            {
                return false;
            }

            sameTurn.ForEach(tell);
            return true;
        }
    }

    private void Remove(ReplyWait wait)
    {
        lock (_gate)
        {
            if (_waits.TryGetValue(wait.TurnId, out var sameTurn) && sameTurn.Remove(wait))
            {
                _count--;
                if (sameTurn.Count == 0)
                {
                    _waits.Remove(wait.TurnId);
                }
            }
        }
    }
}

/// <summary>One request's place. Its signals end when the turn was answered.</summary>
internal sealed class ReplyWait : IDisposable
{
    /// <summary>How often a waiting request looks at the journal by itself: another replica may have delivered the turn.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private const int MaxUnread = 32;

    private readonly Channel<TurnProgress?> _signals = Channel.CreateBounded<TurnProgress?>(
        new BoundedChannelOptions(MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Action<ReplyWait> _removed;
    private readonly ITimer _ticks;

    public ReplyWait(string turnId, TimeProvider time, Action<ReplyWait> removed)
    {
        TurnId = turnId;
        _removed = removed;
        _ticks = time.CreateTimer(_ => _signals.Writer.TryWrite(null), null, TickInterval, TickInterval);
    }

    public string TurnId { get; }

    /// <summary>Returns progress as it is reported, and null every tick.</summary>
    public IAsyncEnumerable<TurnProgress?> ReadSignalsAsync(CancellationToken cancellationToken) => _signals.Reader.ReadAllAsync(cancellationToken);

    public void Answered() => _signals.Writer.TryComplete();

    public void Progressed(TurnProgress progress) => _signals.Writer.TryWrite(progress);

    public void Dispose()
    {
        _removed(this);
        _ticks.Dispose();
        _signals.Writer.TryComplete();
    }
}
