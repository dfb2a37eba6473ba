using System.Buffers;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>The words of a text that have a hyphen of their own: one that is divided at it keeps it.</summary>
internal sealed class HyphenatedWords
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" .,;:)!?");

    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);

    public static HyphenatedWords None { get; } = new();

    public static HyphenatedWords Of(IReadOnlyList<PdfPage> pages)
    {
        var words = new HyphenatedWords();
        foreach (var word in pages.SelectMany(page => page.Lines).SelectMany(line => line.Text.Split(' ')))
        {
            var trimmed = word.Trim('.', ',', ';', ':', '(', ')', '"', '!', '?');
            if (trimmed.IndexOf('-', StringComparison.Ordinal) is var at and > 0 && at < trimmed.Length - 1)
            {
                words._words.Add(trimmed);
            }
        }

        return words;
    }

    /// <summary>Says whether the word that ends a paragraph with a hyphen and goes on with a line stands elsewhere with the hyphen.</summary>
    public bool Keep(StringBuilder paragraph, string line)
    {
        var start = paragraph.Length - 1;
        while (start > 0 && paragraph[start - 1] != ' ')
        {
            start--;
        }

        var rest = line.AsSpan(0, line.AsSpan().IndexOfAny(WordEnds) is var end and >= 0 ? end : line.Length);
        return _words.Contains(string.Concat(paragraph.ToString(start, paragraph.Length - start), rest));
    }
}
