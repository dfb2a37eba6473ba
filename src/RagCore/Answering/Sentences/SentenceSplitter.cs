using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>Finds where sentences end in visible text. Abbreviations, initials, decimals, versions and addresses do not end one.</summary>
internal static class SentenceSplitter
{
    private const int MaxAbbreviation = 8;

    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "rev", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov", "hon", "st", "mt", "ft", "jr", "sr",
        "vs", "e.g", "i.e", "cf", "viz", "approx", "ca", "c", "fig", "figs", "eq", "nos", "vol", "ch", "p", "pp", "eds",
        "inc", "ltd", "co", "corp", "dept", "est", "ext", "tel", "u.s", "u.k", "e.u", "jan", "feb", "mar", "apr", "jun", "jul",
        "aug", "sep", "sept", "oct", "nov", "dec", "al",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Words too: "the answer is no." ends a sentence, "no. 5" does not.
    private static readonly FrozenSet<string> BeforeNumbers = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "no", "sec", "art", "ed", "max", "min");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NumberLookup = BeforeNumbers.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Returns the sentences as half-open ranges, in order, without the blanks between them.</summary>
    public static IEnumerable<(int From, int To)> Split(string text)
    {
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsTerminator(text[at]))
            {
                continue;
            }

            var to = AfterClosers(text, at + 1);
            if (EndsHere(text, from, at, to))
            {
                yield return (from, to);
                from = to < text.Length && text[to] == ' ' ? to + 1 : to;
            }

            at = Math.Max(at, to - 1);
        }

        if (from < text.Length)
        {
            yield return (from, text.Length);
        }
    }

    private static bool IsTerminator(char character) => character is '.' or '!' or '?' or '…' || IsWide(character);

    private static bool IsWide(char character) => character is '。' or '！' or '？' or '．' or '｡';

    private static int AfterClosers(string text, int at)
    {
        while (at < text.Length && (IsTerminator(text[at]) || text[at] is '"' or '\'' or ')' or ']' or '”' or '’' or '»' or '」' or '』' or '）'))
        {
            at++;
        }

        return at;
    }

    private static bool EndsHere(string text, int from, int at, int to)
    {
        if (IsWide(text[at]) || to == text.Length)
        {
            return true;
        }

        if (text[to] != ' ' || to + 1 >= text.Length || char.IsLower(text[to + 1]))
        {
            return false;
        }

        return text[at] != '.' || to > at + 1 || !IsAbbreviated(text.AsSpan(from, at - from), char.IsAsciiDigit(text[to + 1]));
    }

    private static bool IsAbbreviated(ReadOnlySpan<char> before, bool isBeforeNumber)
    {
        var word = before[(before.LastIndexOfAny(' ', '(', '"') + 1)..];
        var isInitial = word.Length == 1 && char.IsUpper(word[0]);
        var isLetters = word.Length is > 0 and <= MaxAbbreviation && (Lookup.Contains(word) || (isBeforeNumber && NumberLookup.Contains(word)));
        var isNumberMark = before.Length <= 3 && word.Length == before.Length && !word.IsEmpty && word.IndexOfAnyExceptInRange('0', '9') < 0;
        return isInitial || isLetters || isNumberMark;
    }
}
