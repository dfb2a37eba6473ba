namespace ChatOpsBot.RagCore.Answering;

/// <summary>How long each step took.</summary>
internal sealed class StepTimings(TimeProvider time)
{
    private readonly Dictionary<string, double> _laps = new(StringComparer.Ordinal);
    private long _started = time.GetTimestamp();

    public IReadOnlyDictionary<string, double> Laps => _laps;

    public void Lap(string step)
    {
        var now = time.GetTimestamp();
        _laps[step] = Math.Round(time.GetElapsedTime(_started, now).TotalMilliseconds, 3);
        _started = now;
    }
}
