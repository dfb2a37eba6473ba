using ChatOpsBot.RagCore.Conversations.Records;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>What every record store refuses, so that what one takes every other takes too.</summary>
internal static class RecordRules
{
    public const int MaxPage = 1_000;

    public static void Check(RecordKey key)
    {
        if (string.IsNullOrEmpty(key.Key) || key.Key.Length > RecordKey.MaxLength || key.Key.Any(char.IsControl))
        {
            throw new ArgumentException($"A record's key has 1 to {RecordKey.MaxLength} characters, none of them a control character.", nameof(key));
        }
    }

    public static void Check(RecordKey key, string value, long expectedVersion, TimeSpan? lifetime)
    {
        Check(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, RecordKey.MaxValueLength, nameof(value));
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(lifetime));
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A record's value has no NUL in it.", nameof(value));
        }
    }

    public static void CheckPage(string prefix, int limit)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
    }
}
