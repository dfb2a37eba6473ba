using System.Globalization;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A day, or as much of it as is said.</summary>
/// <param name="Year">The year, or 0.</param>
/// <param name="Month">The month, or 0.</param>
/// <param name="Day">The day, or 0.</param>
/// <param name="IsAmbiguous">Month and day may be the other way round.</param>
internal readonly record struct StatedDate(int Year, int Month, int Day, bool IsAmbiguous = false)
{
    /// <summary>Reads a date in digits: 2026-03-31, 31.03.2026, 31/03/2026; null when it is none.</summary>
    public static StatedDate? Read(string text)
    {
        var separator = text.AsSpan().IndexOfAny('-', '/', '.');
        var parts = separator < 0 ? [] : text.Split(text[separator]);
        if (parts.Length != 3 || !parts.All(part => part.Length is 1 or 2 or 4 && part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var (first, second, third) = (Number(parts[0]), Number(parts[1]), Number(parts[2]));
        return (parts[0].Length, parts[2].Length, text[separator]) switch
        {
            (4, <= 2, _) => Valid(new StatedDate(first, second, third)),
            ( <= 2, 4, '/') => Valid(second > 12 ? new StatedDate(third, first, second) : new StatedDate(third, second, first, first <= 12)),
            ( <= 2, 4, _) => Valid(new StatedDate(third, second, first)),
            _ => null,
        };
    }

    /// <summary>Says whether a date says all that this one says.</summary>
    public bool IsIn(StatedDate other) => Fits(other, Month, Day) || (IsAmbiguous && Fits(other, Day, Month)) || (other.IsAmbiguous && Fits(other with { Month = other.Day, Day = other.Month }, Month, Day));

    private bool Fits(StatedDate other, int month, int day)
        => (Year == 0 || Year == other.Year) && (month == 0 || month == other.Month) && (day == 0 || day == other.Day);

    private static StatedDate? Valid(StatedDate date) => date is { Month: >= 1 and <= 12, Day: >= 1 and <= 31 } ? date : null;

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
