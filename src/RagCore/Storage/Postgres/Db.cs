using ChatOpsBot.RagCore.Storage.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>Parameters with their types said, so that a statement is prepared once whatever its values are.</summary>
internal static class Db
{
    public static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    public static NpgsqlParameter Int(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Long(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Bool(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    public static NpgsqlParameter Interval(TimeSpan value) => new NpgsqlParameter<TimeSpan> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Interval };

    public static NpgsqlParameter Key(KeyHash value) => new NpgsqlParameter<Guid> { TypedValue = Uuid(value) };

    public static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) => new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    public static Guid Uuid(KeyHash value)
    {
        Span<byte> bytes = stackalloc byte[KeyHash.Size];
        value.Write(bytes);
        return new Guid(bytes);
    }

    /// <summary>Returns text that PostgreSQL can hold: it takes no NUL and no half of a surrogate pair.</summary>
    public static string Storable(string text)
        => text.Contains('\0', StringComparison.Ordinal) || !text.IsWellFormed() ? string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0)) : text;

    /// <summary>Returns the parameters if PostgreSQL can take each of them.</summary>
    /// <exception cref="ArgumentException">
    /// A text holds NUL. The server would refuse it while it binds the values, and a statement that the driver is preparing just then is
    /// of no use on that connection ever after: its next rows are "unexpected".
    /// </exception>
    public static NpgsqlParameter[] Sendable(IReadOnlyList<NpgsqlParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Value is string text ? HasNul(text) : parameter.Value is string?[] texts && texts.Any(HasNul))
            {
                throw new ArgumentException("PostgreSQL takes no NUL in a text.", nameof(parameters));
            }
        }

        return [.. parameters];
    }

    private static bool HasNul(string? text) => text is not null && text.Contains('\0', StringComparison.Ordinal);

    private static bool IsWellFormed(this string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
