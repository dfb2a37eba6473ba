using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Counts what was asked of Redis and what was done without it.</summary>
internal sealed class RedisMetrics
{
    private readonly Counter<long> _uses;

    public RedisMetrics(IMeterFactory meters)
        => _uses = meters.Create(TurnMetrics.MeterName).CreateCounter<long>("chatopsbot.redis.uses", "{use}", "Uses of Redis; a result other than done was done without it.");

    /// <summary>Counts one use.</summary>
    /// <param name="use">What for, from a small closed set.</param>
    /// <param name="result">done, failed or skipped.</param>
    public void Used(string use, string result) => _uses.Add(1, new("use", use), new("result", result));
}
