using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>Splits a span of a document into blocks, line by line. A span may begin in the middle of a list or table.</summary>
internal sealed class BlockReader(Document document, int start, int end)
{
    private const int MaxPlainHeading = 60;

    private readonly string _text = document.Text;
    private readonly List<Block> _blocks = [];
    private Block? _open;
    private int _group;
    private int _section;

    public static IReadOnlyList<Block> Read(Document document, int start, int end)
    {
        var reader = new BlockReader(document, start, end);
        reader.Run();
        return reader._blocks;
    }

    private void Run()
    {
        var at = SkipFrontMatter();
        while (at < end)
        {
            var lineEnd = LineMarks.LineEnd(_text, at, end);
            at = ReadLine(at, lineEnd);
        }

        Close();
    }

    private int SkipFrontMatter()
    {
        if (start > 0 || document.Format != TextFormat.Markdown || !_text.StartsWith("---", StringComparison.Ordinal))
        {
            return start;
        }

        var close = _text.IndexOf("\n---", 3, StringComparison.Ordinal);
        return close < 0 || close + 4 > end ? start : LineMarks.LineEnd(_text, close + 1, end);
    }

    /// <summary>Reads one line and returns where the next one begins.</summary>
    private int ReadLine(int at, int lineEnd)
    {
        var next = Math.Min(lineEnd + 1, end);
        var line = _text.AsSpan(at, lineEnd - at).Trim();
        if (line.IsEmpty)
        {
            Close();
            return next;
        }

        if (document.Format == TextFormat.Plain)
        {
            ReadPlainLine(at, lineEnd, line);
            return next;
        }

        if (LineMarks.IsFence(line))
        {
            return ReadCode(at, next, line[..3]);
        }

        ReadMarkdownLine(at, lineEnd, line);
        return next;
    }

    private void ReadMarkdownLine(int at, int lineEnd, ReadOnlySpan<char> line)
    {
        if (LineMarks.HeadingLength(line) > 0)
        {
            Close();
            _section++;
        }
        else if (LineMarks.IsTableRule(line) || LineMarks.IsThematicBreak(line))
        {
            DropHead(line);
        }
        else if (line[0] == '|')
        {
            Open(BlockKind.TableRow, at, lineEnd);
        }
        else if (line.StartsWith("<!--", StringComparison.Ordinal))
        {
            Close();
        }
        else
        {
            ReadProse(at, lineEnd, line);
        }
    }

    private void ReadPlainLine(int at, int lineEnd, ReadOnlySpan<char> line)
    {
        var isHeading = line.Length <= MaxPlainHeading && line.ContainsAnyInRange('A', 'Z') && !line.ContainsAnyInRange('a', 'z');
        if (isHeading && (at == 0 || _open is null))
        {
            Close();
            _section++;
        }
        else if (IsColumns(line))
        {
            Open(BlockKind.ListItem, at, lineEnd);
        }
        else
        {
            ReadProse(at, lineEnd, line);
        }
    }

    // "P-31   Fuser too hot.": lines set in columns each stand for themselves.
    private static bool IsColumns(ReadOnlySpan<char> line)
    {
        var gap = line.IndexOf("   ", StringComparison.Ordinal);
        return gap > 0 && gap < line.Length / 2;
    }

    private void ReadProse(int at, int lineEnd, ReadOnlySpan<char> line)
    {
        if (LineMarks.ListMarkLength(line) > 0)
        {
            Open(BlockKind.ListItem, at, lineEnd);
        }
        else if (_open is { Kind: BlockKind.Paragraph or BlockKind.ListItem } open)
        {
            _open = open with { End = lineEnd };
        }
        else
        {
            Open(BlockKind.Paragraph, at, lineEnd);
        }
    }

    // The row above a table's rule is its head; the line above a rule of "===" or "---" is a heading.
    private void DropHead(ReadOnlySpan<char> rule)
    {
        var isHead = _open is { Kind: BlockKind.TableRow } || (_open is { Kind: BlockKind.Paragraph } && rule[0] is '=' or '-');
        if (isHead)
        {
            _section += _open!.Kind == BlockKind.Paragraph ? 1 : 0;
            _open = null;
        }

        Close();
    }

    private int ReadCode(int at, int next, ReadOnlySpan<char> fence)
    {
        Close();
        var from = next;
        while (next < end)
        {
            var lineEnd = LineMarks.LineEnd(_text, next, end);
            if (_text.AsSpan(next, lineEnd - next).Trim().StartsWith(fence, StringComparison.Ordinal))
            {
                Add(BlockKind.Code, from, next);
                return Math.Min(lineEnd + 1, end);
            }

            next = Math.Min(lineEnd + 1, end);
            if (lineEnd == end)
            {
                break;
            }
        }

        Add(BlockKind.Code, from, end);
        return end;
    }

    private void Open(BlockKind kind, int at, int lineEnd)
    {
        Close();
        var last = _blocks.Count > 0 ? _blocks[^1] : null;
        var continues = kind != BlockKind.Paragraph && last?.Kind == kind && last.Section == _section && OnlyBlanksBetween(last.End, at);
        _group += continues ? 0 : 1;
        _open = new Block(kind, _group, at, lineEnd, _section);
    }

    private bool OnlyBlanksBetween(int from, int to) => _text.AsSpan(from, to - from).Trim().IsEmpty;

    private void Add(BlockKind kind, int from, int to)
    {
        _group++;
        _open = new Block(kind, _group, from, to, _section);
        Close();
    }

    private void Close()
    {
        if (_open is { } open && Trimmed(open) is { } block)
        {
            _blocks.Add(block);
        }

        _open = null;
    }

    private Block? Trimmed(Block block)
    {
        var (from, to) = (block.Start, block.End);
        while (from < to && char.IsWhiteSpace(_text[from]))
        {
            from++;
        }

        while (to > from && char.IsWhiteSpace(_text[to - 1]))
        {
            to--;
        }

        return from == to ? null : block with { Start = from, End = to };
    }
}
