using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns.Waiting;

/// <summary>The requests that wait for an answer, by turn. Bounded; a reply that nobody waits for is not an error.</summary>
public sealed class ReplyWaiters(TimeProvider time, int maxWaits = ReplyWaiters.MaxWaits)
{
    /// <summary>How many requests may wait at once.</summary>
    public const int MaxWaits = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<ReplyWait>> _waits = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Gets how many requests wait.</summary>
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

    /// <summary>Tells who waits for the turn how far it is.</summary>
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
