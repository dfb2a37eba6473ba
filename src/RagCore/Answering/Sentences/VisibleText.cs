using System.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>
/// A span of a document as a person sees it: inline markup gone, white space folded, characters that cannot be seen dropped (L-37).
/// Knows where in the document each of its characters stands.
/// </summary>
internal sealed class VisibleText
{
    private readonly string _source;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int _origin;
    private readonly int _limit;

    private VisibleText(string source, string text, int[] starts, int[] ends, int origin, int limit)
    {
        _source = source;
        Text = text;
        _starts = starts;
        _ends = ends;
        _origin = origin;
        _limit = limit;
    }

    public string Text { get; }

    /// <summary>Reads a span of one block. Block markup other than the quote marks of continued lines must lie outside it.</summary>
    public static VisibleText OfBlock(Document document, int start, int end)
        => Read(document.Text, start, end, document.Format, wholeLines: false);

    /// <summary>Reads a span of several blocks: list marks, heading marks, cell borders and fences count as markup too.</summary>
    public static VisibleText OfPassage(string text, int start, int end, TextFormat format)
        => Read(text, start, end, format, wholeLines: true);

    public static string Plain(string text, TextFormat format) => Read(text, 0, text.Length, format, wholeLines: true).Text;

    public int StartOf(int index) => _starts[index];

    public int EndOf(int index) => _ends[index];

    /// <summary>Returns the span in the document of the characters from <paramref name="from"/> up to <paramref name="to"/>, with the markup that opens or closes at its edges.</summary>
    public (int Start, int End) SpanOf(int from, int to)
    {
        var (start, end) = (_starts[from], _ends[to - 1]);
        if (from == 0 || Text[from - 1] == ' ')
        {
            var limit = from == 0 ? _origin : _ends[from - 1];
            while (start > limit && IsInlineMark(_source[start - 1]))
            {
                start--;
            }
        }

        if (to == Text.Length || Text[to] == ' ')
        {
            var limit = to == Text.Length ? _limit : _starts[to];
            while (end < limit && IsInlineMark(_source[end]))
            {
                end++;
            }
        }

        return (start, end);
    }

    private static bool IsInlineMark(char character) => !char.IsWhiteSpace(character) && character is not ('|' or '>' or '#');

    private static VisibleText Read(string text, int start, int end, TextFormat format, bool wholeLines)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        var sink = new VisibleTextSink(end - start);
        if (format == TextFormat.Markdown)
        {
            new MarkdownInlineReader(text, start, end, wholeLines, sink).Read();
        }
        else
        {
            for (var at = start; at < end; at++)
            {
                sink.Add(text[at], at, at + 1);
            }
        }

        return new VisibleText(text, sink.ToText(), sink.Starts, sink.Ends, start, end);
    }
}

/// <summary>Collects what can be seen and folds white space.</summary>
internal sealed class VisibleTextSink(int capacity)
{
    private readonly StringBuilder _text = new(capacity);
    private readonly List<int> _starts = new(capacity);
    private readonly List<int> _ends = new(capacity);

    public int[] Starts => [.. _starts];

    public int[] Ends => [.. _ends];

    public void Add(char character, int start, int end)
    {
        if (InvisibleCharacters.Contains(character))
        {
            return;
        }

        var space = char.IsWhiteSpace(character) || char.IsControl(character);
        if (space && (_text.Length == 0 || _text[^1] == ' '))
        {
            return;
        }

        _text.Append(space ? ' ' : character);
        _starts.Add(start);
        _ends.Add(end);
    }

    public string ToText()
    {
        if (_text.Length > 0 && _text[^1] == ' ')
        {
            _text.Length--;
            _starts.RemoveAt(_starts.Count - 1);
            _ends.RemoveAt(_ends.Count - 1);
        }

        return _text.ToString();
    }
}
