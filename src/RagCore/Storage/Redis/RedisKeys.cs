using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.RagCore.Usage;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Names keys. Ids of platforms stand in them as hashes only, so that no colon or brace in one makes two things one.</summary>
internal static class RedisKeys
{
    private const string Prefix = "chatopsbot:";

    public static RedisKey OfMemory(KeyHash thread) => $"{Prefix}m:{Hex(thread)}";

    // The braces put what is counted together into one slot of a cluster.
    public static RedisKey OfLimit(TenantId tenant, RateLimit limit)
        => $"{Prefix}r:{{{Hex(KeyHash.Of(tenant.Value))}}}:{Hex(KeyHash.Of(limit.Scope.ToString(), limit.Key))}";

    public static RedisKey OfPace(PaceKey key) => $"{Prefix}p:{Hex(KeyHash.Of(key.Key))}";

    /// <summary>Names an answer; its key is a hash already.</summary>
    public static RedisKey OfAnswer(string key) => $"{Prefix}a:{key}";

    private static string Hex(KeyHash hash) => $"{hash.High:x16}{hash.Low:x16}";
}
