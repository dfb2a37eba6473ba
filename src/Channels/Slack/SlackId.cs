using System.Globalization;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Slack's ids and times as they may enter keys and addresses: short, and without a character that separates anything (L-38).</summary>
internal static class SlackId
{
    private const int MaxLength = 128;
    private const int MaxTimestampLength = 32;
    private const long MaxSeconds = 253_402_300_799;

    public static bool IsValid(string? id)
    {
        if (id is null || id.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var character in id)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a <c>ts</c> such as <c>1700000000.123456</c>.</summary>
    public static bool TryTime(string? ts, out DateTimeOffset time)
    {
        time = default;
        if (ts is null || ts.Length is 0 or > MaxTimestampLength)
        {
            return false;
        }

        var dot = ts.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? ts.AsSpan() : ts.AsSpan(0, dot);
        if (!long.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MaxSeconds)
        {
            return false;
        }

        return TryMicroseconds(dot < 0 ? default : ts.AsSpan(dot + 1), DateTimeOffset.FromUnixTimeSeconds(seconds), out time);
    }

    private static bool TryMicroseconds(ReadOnlySpan<char> digits, DateTimeOffset start, out DateTimeOffset time)
    {
        var ticks = 0L;
        var unit = TimeSpan.TicksPerSecond / 10;
        time = start;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            ticks += (digit - '0') * unit;
            unit /= 10;
        }

        time = start.AddTicks(ticks);
        return true;
    }
}
