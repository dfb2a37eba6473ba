using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>How often answers are used again, and what that saved.</summary>
internal sealed class CacheMetrics
{
    private readonly Counter<long> _lookups;
    private readonly Counter<double> _saved;

    public CacheMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Meters.Core);
        _lookups = meter.CreateCounter<long>("chatopsbot.cache.lookups", "{lookup}", "Look-ups of answers of models by what came of them: hit, alike or miss.");
        _saved = meter.CreateCounter<double>("chatopsbot.cache.saved", "{currency}", "Money that answers used again would have cost, in the currency of the price table.");
    }

    public void Hit(string result, decimal saved)
    {
        _lookups.Add(1, new KeyValuePair<string, object?>("result", result));
        _saved.Add((double)saved);
    }

    public void Missed() => _lookups.Add(1, new KeyValuePair<string, object?>("result", "miss"));
}
