namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>
/// What is done to a thread's list, each in one step. Its first element says what the list is: the form the entries are written in, or a claim of
/// somebody who reads the journal for it. An entry is 14 digits of milliseconds, the turn's hash in 16 bytes, and the exchange.
/// </summary>
internal static class RedisMemoryScripts
{
    /// <summary>
    /// Returns the list, or claims it and returns nothing. A claim ends every earlier one, so that of two readers the later one fills the list.
    /// ARGV: form, claim, milliseconds a claim holds, 1 to claim it in any case.
    /// </summary>
    public const string Recall = """
        if ARGV[4] ~= '1' and redis.call('TYPE', KEYS[1]).ok == 'list' then
            local log = redis.call('LRANGE', KEYS[1], 0, -1)
            if log[1] == ARGV[1] then return log end
        end
        redis.call('DEL', KEYS[1])
        redis.call('RPUSH', KEYS[1], ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return false
        """;

    /// <summary>
    /// Fills the list from the journal, unless it was forgotten, appended to or claimed by another since it was claimed: then what was read may be old.
    /// ARGV: form, claim, milliseconds it lives, entries, oldest first.
    /// </summary>
    public const string Fill = """
        if redis.call('TYPE', KEYS[1]).ok ~= 'list' or redis.call('LINDEX', KEYS[1], 0) ~= ARGV[2] then return 0 end
        redis.call('DEL', KEYS[1])
        redis.call('RPUSH', KEYS[1], ARGV[1], unpack(ARGV, 4))
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    /// <summary>
    /// Puts an entry in its place, instead of an earlier one of the turn, and drops the oldest above the most that are kept. What is no list of this form is
    /// deleted: a claim too, because its journal may have been read before the exchange was there. Where Redis may not grow, nothing stays that lacks the entry.
    /// ARGV: form, entry, most entries, milliseconds it lives.
    /// </summary>
    public const string Append = """
        local kind = redis.call('TYPE', KEYS[1]).ok
        if kind == 'none' then return 0 end
        local log = kind == 'list' and redis.call('LRANGE', KEYS[1], 0, -1) or {}
        redis.call('DEL', KEYS[1])
        if log[1] ~= ARGV[1] then return 0 end
        local at, turn = tonumber(ARGV[2]:sub(1, 14)), ARGV[2]:sub(15, 30)
        local kept, placed = {}, false
        for i = 2, #log do
            if log[i]:sub(15, 30) ~= turn then
                if not placed and tonumber(log[i]:sub(1, 14)) > at then
                    kept[#kept + 1] = ARGV[2]
                    placed = true
                end
                kept[#kept + 1] = log[i]
            end
        end
        if not placed then kept[#kept + 1] = ARGV[2] end
        redis.call('RPUSH', KEYS[1], ARGV[1], unpack(kept, math.max(1, #kept - tonumber(ARGV[3]) + 1)))
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return 1
        """;
}
