using System.Globalization;

namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Reads how long a service asks to be left alone: seconds, or a date.</summary>
internal static class RetryAfterHeader
{
    /// <summary>Returns the pause; null when the header asks for none that can be read.</summary>
    public static TimeSpan? Read(string? value, TimeProvider time)
    {
        if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at > time.GetUtcNow()
            ? at - time.GetUtcNow()
            : null;
    }
}
