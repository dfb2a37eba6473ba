using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>The numbers a text states, in one form: "1,720" is 1720, "5.90" is 5.9, "six" is 6, "€45" is both 45 and €45.</summary>
internal static class StatedNumbers
{
    private static readonly FrozenDictionary<string, string> Words = new[]
    {
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    }.Select((word, index) => (word, index)).ToFrozenDictionary(entry => entry.word, entry => $"{entry.index + 2}", StringComparer.Ordinal);

    /// <summary>Returns the numbers of a folded text; one with a currency sign carries it in front.</summary>
    public static HashSet<string> In(string folded)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < folded.Length; at++)
        {
            if (!char.IsLetterOrDigit(folded[at]))
            {
                continue;
            }

            var end = WordEnd(folded, at);
            if (Read(folded[at..end]) is { } number)
            {
                numbers.Add(CurrencyAt(folded, at, end) + number);
            }

            at = end;
        }

        return numbers;
    }

    private static int WordEnd(string text, int at)
    {
        do
        {
            at++;
        }
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || !WordEdges.IsEdge(text, at)));

        return at;
    }

    private static string? Read(string word)
    {
        if (Words.TryGetValue(word, out var spelled))
        {
            return spelled;
        }

        if (!char.IsAsciiDigit(word[0]))
        {
            return null;
        }

        // What follows the digits stays with them: "3rd" and "2b" are not 3 and 2.
        var digits = word.TakeWhile(character => char.IsAsciiDigit(character) || character is '.' or ',' or ':').Count();
        return Plain(word[..digits]) + word[digits..];
    }

    private static string Plain(string number)
    {
        var whole = number.Replace(",", string.Empty, StringComparison.Ordinal);
        var trimmed = whole.Contains('.', StringComparison.Ordinal) && whole.Count(character => character == '.') == 1 ? whole.TrimEnd('0').TrimEnd('.') : whole;
        var start = trimmed.TrimStart('0');
        return start.Length == 0 || !char.IsAsciiDigit(start[0]) ? $"0{start}" : start;
    }

    private static string CurrencyAt(string text, int from, int to)
    {
        if (from > 0 && IsCurrency(text[from - 1]))
        {
            return text[from - 1].ToString();
        }

        return to < text.Length && IsCurrency(text[to]) ? text[to].ToString() : string.Empty;
    }

    public static bool IsCurrency(char character) => character is '€' or '£' or '$' or '¥' or '₹';
}
