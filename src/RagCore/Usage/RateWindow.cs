namespace ChatOpsBot.RagCore.Usage;

/// <summary>The turns counted by one limit, oldest first.</summary>
/// <param name="remembers">How long a turn is known, at least a minute.</param>
internal sealed class RateWindow(TimeSpan remembers)
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly List<(DateTimeOffset At, string TurnId)> _turns = [];

    public bool Holds(string turnId) => _turns.Exists(turn => turn.TurnId == turnId);

    /// <summary>Returns how long it takes until there is room, zero when there is.</summary>
    public TimeSpan WaitFor(int perMinute, DateTimeOffset now)
    {
        var earliest = _turns.Count - perMinute;
        return earliest >= 0 && _turns[earliest].At + Minute > now ? _turns[earliest].At + Minute - now : TimeSpan.Zero;
    }

    public void Add(string turnId, DateTimeOffset now) => _turns.Add((now, turnId));

    /// <summary>Forgets what is over. Returns true when nothing is left.</summary>
    public bool Prune(DateTimeOffset now)
    {
        var over = _turns.FindIndex(turn => turn.At + remembers > now);
        _turns.RemoveRange(0, over < 0 ? _turns.Count : over);
        return _turns.Count == 0;
    }
}
