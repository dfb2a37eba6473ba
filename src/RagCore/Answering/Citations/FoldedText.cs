using System.Globalization;
using System.Text;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// Visible text in the form quotes are compared in: case, accents, widths, ligatures, dashes and quotation marks are folded, because a
/// generator changes them without changing what is said, and what is shown is the document's own text in any case. Letters of
/// another script that look alike stay different.
/// </summary>
internal sealed class FoldedText
{
    private readonly VisibleText _visible;
    private readonly int[] _places;

    private FoldedText(VisibleText visible, string text, int[] places)
    {
        _visible = visible;
        Text = text;
        _places = places;
    }

    public string Text { get; }

    public static FoldedText Of(VisibleText visible)
    {
        var text = new StringBuilder(visible.Text.Length);
        var places = new List<int>(visible.Text.Length);
        Span<char> folded = stackalloc char[CharacterFolding.MaxFolded];
        var at = 0;
        foreach (var rune in visible.Text.EnumerateRunes())
        {
            var kind = CharacterFolding.Fold(rune, folded, out var written);
            if (kind != CharacterKind.Ignored)
            {
                Append(text, written > 0 ? folded[..written] : Punctuation(rune));
            }

            while (places.Count < text.Length)
            {
                places.Add(at);
            }

            at += rune.Utf16SequenceLength;
        }

        return new FoldedText(visible, text.ToString(), [.. places]);
    }

    public static string Fold(string text) => Of(VisibleText.OfPassage(text, 0, text.Length, TextFormat.Plain)).Text;

    /// <summary>Returns the span in the document of a range of <see cref="Text"/>, with the accents that follow its last letter.</summary>
    public (int Start, int End) SpanOf(string document, int from, int to)
    {
        var last = _places[to - 1];
        var after = last + (char.IsHighSurrogate(_visible.Text[last]) ? 2 : 1);
        var (start, end) = _visible.SpanOf(_places[from], after);
        while (end < document.Length && CharUnicodeInfo.GetUnicodeCategory(document[end]) == UnicodeCategory.NonSpacingMark)
        {
            end++;
        }

        return (start, end);
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> folded)
    {
        // A space beside a space says nothing: dropped characters may leave two together.
        if (folded is " " && (text.Length == 0 || text[^1] == ' '))
        {
            return;
        }

        text.Append(folded);
    }

    private static string Punctuation(Rune rune) => rune.Value switch
    {
        0x2018 or 0x2019 or 0x201A or 0x201B or 0x2032 or 0x60 or 0xB4 => "'",
        0x201C or 0x201D or 0x201E or 0x201F or 0x2033 or 0xAB or 0xBB => "\"",
        0x2010 or 0x2011 or 0x2012 or 0x2013 or 0x2014 or 0x2015 or 0x2212 => "-",
        0x2026 => "...",
        _ => rune.ToString(),
    };
}
