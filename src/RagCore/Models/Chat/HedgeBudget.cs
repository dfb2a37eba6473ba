namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Keeps second calls below their part of all calls: each call earns a part of one.</summary>
internal sealed class HedgeBudget(double maxShare)
{
    // What was earned in quiet hours is not spent in one bad minute.
    private const double MostSaved = 10;

    private readonly Lock _gate = new();
    private double _earned;

    /// <summary>Counts a call.</summary>
    public void Earn()
    {
        lock (_gate)
        {
            _earned = Math.Min(MostSaved, _earned + maxShare);
        }
    }

    /// <summary>Says whether a second call may be made, and counts it.</summary>
    public bool TrySpend()
    {
        lock (_gate)
        {
            // Sums of parts such as 0.1 fall short of one by the last bit.
            if (_earned < 1 - 1e-9)
            {
                return false;
            }

            _earned -= 1;
            return true;
        }
    }
}
