using ChatOpsBot.RagCore.Usage;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>
/// Keeps the paces of all replicas together. Without Redis each keeps them for itself: the platform then refuses what is too much, and those blocks are
/// kept here in any case.
/// </summary>
internal sealed class RedisPaceKeeper(RedisGuard guard, InProcessPaceKeeper alone) : IPaceKeeper
{
    private const long Blocks = -1;

    public async Task<PaceTurn> TakeAsync(TimeSpan maxWait, IReadOnlyList<PaceKey> keys, CancellationToken cancellationToken)
        => await TakeSharedAsync(maxWait, keys, cancellationToken) is { } shared ? shared.Turn : await alone.TakeAsync(maxWait, keys, cancellationToken);

    /// <summary>Takes a time with the other replicas. Returns null when Redis is to be done without, else the turn and when it was asked for, by Redis' clock.</summary>
    public async Task<(PaceTurn Turn, DateTimeOffset AskedAt)?> TakeSharedAsync(
        TimeSpan maxWait, IReadOnlyList<PaceKey> keys, CancellationToken cancellationToken)
    {
        var outcome = await RunAsync("pace_take", keys, Microseconds(maxWait), 0, cancellationToken);
        return outcome is { IsDone: true, Value: { } answer } && (long[])answer is [var isTaken, var wait, var askedAt]
            ? (new PaceTurn(isTaken == 1, TimeSpan.FromMicroseconds(wait)), DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(askedAt))
            : null;
    }

    public async Task BlockAsync(PaceKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        await alone.BlockAsync(key, duration, cancellationToken);
        await RunAsync("pace_block", [key], Blocks, Microseconds(duration), cancellationToken);
    }

    private Task<RedisOutcome<RedisResult>> RunAsync(string use, IReadOnlyList<PaceKey> keys, long maxWait, long block, CancellationToken cancellationToken)
        => guard.TryScriptAsync(
            use,
            RedisPaceScript.Text,
            [.. keys.Select(RedisKeys.OfPace)],
            [maxWait, block, .. keys.SelectMany(key => new RedisValue[] { key.Pace.Burst, Microseconds(key.Pace.Interval) })],
            cancellationToken);

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
