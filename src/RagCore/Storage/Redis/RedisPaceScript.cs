namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>The lanes of <see cref="Usage.PaceLanes"/> in Redis, by its clock, in microseconds: the same rules, so that replicas take turns as one process does.</summary>
internal static class RedisPaceScript
{
    /// <summary>
    /// KEYS: the lanes of a call. ARGV: the longest wait, or -1 to block every lane for the time that follows it; then burst and interval of each lane.
    /// Returns 1 when a time was taken, the wait, and the time it was asked at. A lane is packed: blocked until, spent until, times taken in order.
    /// </summary>
    public const string Text = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000000 + clock[2]
        local most, block = tonumber(ARGV[1]), tonumber(ARGV[2])
        local lanes = {}
        for i, key in ipairs(KEYS) do
            local kind = redis.call('TYPE', key).ok
            local read, lane = false, nil
            if kind == 'string' then read, lane = pcall(cmsgpack.unpack, redis.call('GET', key)) end
            if not read or type(lane) ~= 'table' or type(lane[1]) ~= 'number' or type(lane[2]) ~= 'number' or type(lane[3]) ~= 'table' then
                lane = {0, 0, {}}
            end
            lane.burst, lane.interval = tonumber(ARGV[1 + i * 2]), tonumber(ARGV[2 + i * 2])
            lanes[i] = lane
        end
        local function earliest(lane, from)
            local at = math.max(from, lane[1])
            if lane.burst > 1 then return math.max(at, lane[2] - lane.interval * (lane.burst - 1)) end
            for _, taken in ipairs(lane[3]) do
                if taken >= at + lane.interval then break end
                at = math.max(at, taken + lane.interval)
            end
            return at
        end
        local function take(lane, at)
            if lane.burst > 1 then
                lane[2] = math.max(lane[2], at) + lane.interval
                return
            end
            local times, placed = {}, false
            for _, taken in ipairs(lane[3]) do
                if not placed and taken > at then
                    times[#times + 1] = at
                    placed = true
                end
                if taken + lane.interval > now then times[#times + 1] = taken end
            end
            if not placed then times[#times + 1] = at end
            lane[3] = times
        end
        local function keep(key, lane)
            local last = lane[3][#lane[3]]
            local over = math.max(lane[1], lane[2], last and last + lane.interval or 0)
            redis.call('SET', key, cmsgpack.pack({lane[1], lane[2], lane[3]}), 'PX', math.max(1, math.ceil((over - now) / 1000)))
        end
        if most < 0 then
            for i, key in ipairs(KEYS) do
                lanes[i][1] = math.max(lanes[i][1], now + block)
                keep(key, lanes[i])
            end
            return {1, block, now}
        end
        local at, before = now, -1
        while at ~= before do
            before = at
            for _, lane in ipairs(lanes) do at = earliest(lane, at) end
        end
        if at - now > most then return {0, at - now, now} end
        for i, key in ipairs(KEYS) do
            take(lanes[i], at)
            keep(key, lanes[i])
        end
        return {1, at - now, now}
        """;
}
