using System.Globalization;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Reads the numbers of a sentence in one form: "1,720" is 1720, "six weeks" 6 weeks, "10 pm" 22:00, "31 March 2026" a date.</summary>
internal sealed class QuantityReader(IReadOnlyList<Word> words, bool hasDecimalComma)
{
    // How many words may stand between a word that bounds and its number.
    private const int Near = 2;

    public List<Quantity> Read()
    {
        var found = new List<Quantity>();
        for (var at = 0; at < words.Count;)
        {
            if (At(at) is { } quantity)
            {
                found.Add(quantity);
                at = quantity.To;
            }
            else
            {
                at++;
            }
        }

        return [.. found.Select(Bounded)];
    }

    private Quantity? At(int at) => DateAt(at) ?? TimeAt(at) ?? NumberAt(at) ?? OrdinalAt(at);

    private Quantity? DateAt(int at)
    {
        if (words[at].Kind == WordKind.Number && StatedDate.Read(words[at].Text) is { } digits)
        {
            return Date(digits, at, at + 1);
        }

        return words[at].Kind == WordKind.Number ? DayFirst(at) : MonthFirst(at);
    }

    private Quantity? DayFirst(int at)
    {
        var next = at + 1;
        while (next < words.Count && (words[next].IsSign('.') || words[next].Text is "st" or "nd" or "rd" or "th" or "of" or "de" or "er"))
        {
            next++;
        }

        if (next >= words.Count || NumberWords.MonthOf(words[next].Text) is not { } month || Whole(at) is not (>= 1 and <= 31 and var day))
        {
            return null;
        }

        var year = YearAfter(next + 1);
        return Date(new StatedDate(year?.Year ?? 0, month, day), at, year?.To ?? next + 1);
    }

    private Quantity? MonthFirst(int at)
    {
        if (NumberWords.MonthOf(words[at].Text) is not { } month || at + 1 >= words.Count)
        {
            return null;
        }

        if (Whole(at + 1) is >= 1 and <= 31 and var day)
        {
            var next = at + 2 < words.Count && words[at + 2].Text is "st" or "nd" or "rd" or "th" ? at + 3 : at + 2;
            var year = YearAfter(next);
            return Date(new StatedDate(year?.Year ?? 0, month, day), at, year?.To ?? next);
        }

        return YearAfter(at + 1) is (var only, var to) ? Date(new StatedDate(only, month, 0), at, to) : null;
    }

    private (int Year, int To)? YearAfter(int at)
    {
        var next = at < words.Count && (words[at].IsSign(',') || words[at].Text is "de" or "del") ? at + 1 : at;
        return next < words.Count && Whole(next) is >= 1900 and <= 2199 and var year ? (year, next + 1) : null;
    }

    private int? Whole(int at)
        => words[at].Kind == WordKind.Number && int.TryParse(words[at].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Quantity Date(StatedDate date, int from, int to) => new($"{date.Year}-{date.Month}-{date.Day}", null, Bound.None, IsLoose: false, from, to) { Date = date };

    private Quantity? TimeAt(int at)
    {
        if (words[at].Kind != WordKind.Number)
        {
            return null;
        }

        var parts = words[at].Text.Split(':', '.');
        var half = at + 1 < words.Count ? words[at + 1].Text : string.Empty;
        var isClock = words[at].Text.Contains(':', StringComparison.Ordinal) || half is "am" or "pm" or "uhr";
        if (!isClock || parts.Length > 2 || !parts.All(part => part.Length is 1 or 2 && part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        var (hour, minute) = (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        hour += half is "pm" && hour < 12 ? 12 : half is "am" && hour == 12 ? -12 : 0;
        return new Quantity($"{hour}:{minute:00}", null, Bound.None, IsLoose: false, at, half is "am" or "pm" or "uhr" ? at + 2 : at + 1);
    }

    private Quantity? NumberAt(int at)
    {
        var sign = CurrencyAt(at);
        var start = sign is null ? at : at + 1;
        if (start >= words.Count || ValueAt(start) is not var (value, next))
        {
            return words[at].Text is "once" or "twice" && !IsCondition(at) ? new Quantity(words[at].Text is "once" ? "1" : "2", "times", Bound.None, IsLoose: false, at, at + 1) : null;
        }

        if (next < words.Count && UnitWords.ScaleOf(words[next].Text) is { } scale
            && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) <= decimal.MaxValue / scale)
        {
            (value, next) = (Plain(amount * scale), next + 1);
        }

        var unit = sign is null ? UnitAt(next) : (sign, next);
        return new Quantity(value, unit?.Unit, Bound.None, IsLoose: false, at, unit?.To ?? next);
    }

    // "Once the page is open" is a condition, "once a quarter" and "thawed once" a number.
    private bool IsCondition(int at) => words[at].Text is "once" && at + 1 < words.Count && words[at + 1].Text is not ("a" or "an" or "per" or "every" or "each" or "in") && words[at + 1].Kind == WordKind.Letters;

    private string? CurrencyAt(int at)
    {
        var unit = UnitWords.Of(words[at].Text);
        return UnitWords.IsCurrency(unit) && words[at].Text is not ("euro" or "pound") && at + 1 < words.Count && words[at + 1].Kind == WordKind.Number ? unit : null;
    }

    private (string Value, int Next)? ValueAt(int at)
    {
        if (words[at].Kind == WordKind.Number)
        {
            return (ValueOf(words[at].Text), at + 1);
        }

        return NumberWords.At(words, at) is var (number, length) ? (number.ToString(CultureInfo.InvariantCulture), at + length) : null;
    }

    private string ValueOf(string text)
    {
        var (group, point) = hasDecimalComma ? ('.', ',') : (',', '.');
        var isGrouped = !hasDecimalComma || text.Contains(',', StringComparison.Ordinal) || text[(text.LastIndexOf('.') + 1)..].Length == 3;
        var plain = (isGrouped ? text.Replace(group.ToString(), string.Empty, StringComparison.Ordinal) : text).Replace(point, '.').Replace('−', '-');
        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? Plain(value) : text;
    }

    private static string Plain(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    private (string Unit, int To)? UnitAt(int at)
    {
        if (at >= words.Count)
        {
            return null;
        }

        if (words[at].IsSign('°') && at + 1 < words.Count && words[at + 1].Text is "c" or "f")
        {
            return ($"°{words[at + 1].Text}", at + 2);
        }

        return UnitWords.Of(words[at].Text) is { } unit ? (unit, at + 1) : null;
    }

    private Quantity? OrdinalAt(int at)
    {
        if (words[at].Kind == WordKind.Number && at + 1 < words.Count && words[at + 1].Text is "st" or "nd" or "rd" or "th")
        {
            return new Quantity(words[at].Text, "#", Bound.None, IsLoose: false, at, at + 2);
        }

        return NumberWords.OrdinalOf(words[at].Text) is { } ordinal ? new Quantity(ordinal.ToString(CultureInfo.InvariantCulture), "#", Bound.None, IsLoose: false, at, at + 1) : null;
    }

    private Quantity Bounded(Quantity quantity)
    {
        var bound = BoundBehind(quantity.To) ?? BoundInFront(quantity.From);
        return bound is { } known ? quantity with { Bound = known } : quantity;
    }

    private Bound? BoundBehind(int at)
    {
        for (var next = at; next < Math.Min(words.Count, at + Near); next++)
        {
            if (words[next].Kind == WordKind.Number || words[next].IsSign(',') || words[next].IsSign(';'))
            {
                return null;
            }

            if (PhraseBook.At(words, next, PhraseRole.After) is var (phrase, _))
            {
                return phrase.Bound;
            }
        }

        return null;
    }

    // Of "after less than 30 days" and "no more than 30 days" the nearest and longest words count.
    private Bound? BoundInFront(int at)
    {
        var (best, end, longest) = (Bound.None, 0, 0);
        for (var from = Math.Max(0, at - Near - 3); from < at; from++)
        {
            if (PhraseBook.At(words, from) is not ({ Role: PhraseRole.Before, Bound: var bound }, var length) || from + length > at || at - from - length > Near || HasBreak(from + length, at))
            {
                continue;
            }

            if (from + length > end || (from + length == end && length > longest))
            {
                (best, end, longest) = (bound, from + length, length);
            }
        }

        return best == Bound.None ? null : best;
    }

    private bool HasBreak(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            if (words[at].Kind is WordKind.Number || words[at].IsSign(',') || words[at].IsSign(';') || words[at].Text is "of" or "and" or "or")
            {
                return true;
            }
        }

        return false;
    }
}
