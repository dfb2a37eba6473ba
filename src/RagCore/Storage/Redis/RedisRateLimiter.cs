using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.RagCore.Usage;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>
/// Counts the turns of all replicas. Without Redis each replica counts its own and allows half, which is the whole for two replicas and, for more, at
/// most half as many times more.
/// </summary>
internal sealed class RedisRateLimiter(RedisGuard guard, InProcessRateLimiter alone) : IRateLimiter
{
    private const int StricterAlone = 2;

    // KEYS: a sorted set of turns by time for each limit, the narrowest first. ARGV: the turn, milliseconds that count, milliseconds the narrowest knows
    // a turn, then each limit. Returns the number of the limit that is reached for the longest time, or 0, and the milliseconds until there is room.
    private const string Script = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local window, known = tonumber(ARGV[2]), tonumber(ARGV[3])
        for _, key in ipairs(KEYS) do
            local kind = redis.call('TYPE', key).ok
            if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', key) end
        end
        if redis.call('ZSCORE', KEYS[1], ARGV[1]) then return {0, 0} end
        local reached, wait = 0, 0
        for i, key in ipairs(KEYS) do
            redis.call('ZREMRANGEBYSCORE', key, '-inf', now - (i == 1 and known or window))
            local limit = tonumber(ARGV[3 + i])
            local earliest = redis.call('ZREVRANGE', key, limit - 1, limit - 1, 'WITHSCORES')
            local free = earliest[2] and tonumber(earliest[2]) + window - now or 0
            if free > wait then reached, wait = i, free end
        end
        if reached > 0 then return {reached, wait} end
        for i, key in ipairs(KEYS) do
            redis.call('ZADD', key, now, ARGV[1])
            redis.call('PEXPIRE', key, i == 1 and known or window)
        end
        return {0, 0}
        """;

    public async Task<RateDecision> TryTakeAsync(RateRequest request, CancellationToken cancellationToken)
    {
        var outcome = await guard.TryScriptAsync(
            "rate_limit",
            Script,
            [.. request.Limits.Select(limit => RedisKeys.OfLimit(request.Tenant, limit))],
            [
                Bytes(KeyHash.Of(request.TurnId)),
                (long)RateWindow.Minute.TotalMilliseconds,
                (long)InProcessRateLimiter.RemembersTurns.TotalMilliseconds,
                .. request.Limits.Select(limit => (RedisValue)limit.PerMinute),
            ],
            cancellationToken);
        return outcome.IsDone ? Read(request, (long[])outcome.Value!) : await alone.TryTakeAsync(Stricter(request), cancellationToken);
    }

    private static RateDecision Read(RateRequest request, long[] answer)
        => answer[0] == 0 ? RateDecision.Allowed : new RateDecision(request.Limits[(int)answer[0] - 1].Scope, TimeSpan.FromMilliseconds(answer[1]));

    private static RateRequest Stricter(RateRequest request)
        => request with { Limits = [.. request.Limits.Select(limit => limit with { PerMinute = Math.Max(1, limit.PerMinute / StricterAlone) })] };

    private static byte[] Bytes(KeyHash hash)
    {
        var bytes = new byte[KeyHash.Size];
        hash.Write(bytes);
        return bytes;
    }
}
