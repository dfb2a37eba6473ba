using System.Collections.Frozen;
using System.Globalization;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Cuts visible text into words. Knows numbers, dates, identifiers and scripts without spaces.</summary>
internal static class WordReader
{
    private static readonly FrozenSet<string> Elisions = FrozenSet.Create(StringComparer.Ordinal, "l", "d", "n", "s", "j", "c", "m", "t", "qu", "jusqu");

    private const string Signs = ",;:.()|·—–?!%°€£$¥₹、。・/";

    public static List<Word> Read(string text)
    {
        var words = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            var end = End(text, at);
            if (end > at)
            {
                Add(words, text, at, end);
            }
            else if (Signs.Contains(text[at], StringComparison.Ordinal))
            {
                words.Add(new Word(text[at].ToString(), WordKind.Sign, IsName: false));
            }

            at = Math.Max(end, at + 1);
        }

        return words;
    }

    private static int End(string text, int at)
    {
        var script = ScriptOf(text[at]);
        if (script == Script.Other)
        {
            return IsMinus(text, at) ? End(text, at + 1) : at;
        }

        var end = at + 1;
        while (end < text.Length && (ScriptOf(text[end]) == script || (script == Script.Letters && IsJoint(text, end, at))))
        {
            end++;
        }

        return end;
    }

    // "-80" after a blank is below zero; "10-80" and "a-8" are not.
    private static bool IsMinus(string text, int at)
        => text[at] is '-' or '−' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) && (at == 0 || text[at - 1] is ' ' or '(' or ':');

    private static bool IsJoint(string text, int at, int start)
    {
        if (at + 1 >= text.Length || ScriptOf(text[at + 1]) != Script.Letters)
        {
            return false;
        }

        var betweenDigits = char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);
        return text[at] switch
        {
            '.' or ',' or ':' => betweenDigits,
            '/' or '-' => betweenDigits && IsDate(text, start),
            '_' or '@' => true,
            '\'' or '’' => char.IsLetter(text[at - 1]),
            _ => false,
        };
    }

    private static bool IsDate(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '-' or '/'))
        {
            end++;
        }

        return StatedDate.Read(text[start..end]) is not null;
    }

    private static void Add(List<Word> words, string text, int start, int end)
    {
        var isFirst = words.Count == 0 || words[^1].IsSign('.') || words[^1].IsSign(':') || words[^1].IsSign('?') || words[^1].IsSign('!');
        var (raw, folded) = (text[start..end], FoldedText.Fold(text[start..end]));
        if (folded.Length == 0)
        {
            return;
        }

        if (ScriptOf(text[start]) is Script.Hiragana or Script.Han)
        {
            AddJapanese(words, folded, ScriptOf(text[start]) == Script.Hiragana ? WordKind.Kana : WordKind.Letters);
        }
        else if (char.IsAsciiDigit(folded[0]) || (folded[0] == '-' && folded.Length > 1))
        {
            AddNumber(words, folded);
        }
        else
        {
            if (folded.IndexOf('\'', StringComparison.Ordinal) is > 0 and var elided && Elisions.Contains(folded[..elided]))
            {
                words.Add(new Word(folded[..elided], WordKind.Letters, IsName: false));
                (folded, raw) = (folded[(elided + 1)..], raw[(elided + 1)..]);
            }

            var hasDigit = folded.AsSpan().IndexOfAnyInRange('0', '9') >= 0;
            words.Add(new Word(folded, WordKind.Letters, hasDigit || (!isFirst && char.IsUpper(raw[0]))));
        }
    }

    // Behind a number stands what it counts and how it bounds, in one run: "45時間以下".
    private static void AddJapanese(List<Word> words, string folded, WordKind kind)
    {
        if (words.Count > 0 && words[^1].Kind == WordKind.Number && UnitWords.AtStartOf(folded) is var (_, length))
        {
            words.Add(new Word(folded[..length], WordKind.Letters, IsName: false));
            folded = folded[length..];
        }

        if (folded.Length > 0)
        {
            words.Add(new Word(folded, kind, IsName: false));
        }
    }

    // "4g", "9am" and "30th" are a number and a word; "2b" is a name.
    private static void AddNumber(List<Word> words, string folded)
    {
        var digits = folded.Length;
        while (digits > 1 && char.IsLetter(folded[digits - 1]))
        {
            digits--;
        }

        var suffix = folded[digits..];
        if (suffix.Length == 0)
        {
            words.Add(new Word(folded, WordKind.Number, IsName: false));
        }
        else if (UnitWords.IsSuffix(suffix))
        {
            words.Add(new Word(folded[..digits], WordKind.Number, IsName: false));
            words.Add(new Word(suffix, WordKind.Letters, IsName: false));
        }
        else
        {
            words.Add(new Word(folded, WordKind.Letters, IsName: true));
        }
    }

    private static Script ScriptOf(char character) => character switch
    {
        >= '\u3041' and <= '\u309F' => Script.Hiragana,
        (>= '\u30A0' and <= '\u30FF' and not '・') or (>= '\uFF66' and <= '\uFF9F') => Script.Katakana,
        (>= '\u3400' and <= '\u9FFF') or '々' => Script.Han,
        _ when char.IsLetterOrDigit(character) || char.IsSurrogate(character) || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark => Script.Letters,
        _ => Script.Other,
    };

    private enum Script
    {
        Other,
        Letters,
        Hiragana,
        Katakana,
        Han,
    }
}
