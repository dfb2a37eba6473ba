using ChatOpsBot.RagCore.Storage.Serialization;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Names keys. Ids of platforms stand in them as hashes only, so that no colon or brace in one makes two things one.</summary>
internal static class RedisKeys
{
    private const string Prefix = "chatopsbot:";

    public static RedisKey OfMemory(KeyHash thread) => $"{Prefix}m:{Hex(thread)}";

    public static string Hex(KeyHash hash) => $"{hash.High:x16}{hash.Low:x16}";
}
