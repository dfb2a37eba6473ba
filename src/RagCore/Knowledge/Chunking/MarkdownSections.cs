using Markdig;
using Markdig.Syntax;

namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Reads the sections of a Markdown document from the parser's blocks. Inline markup is left alone: only places matter.</summary>
internal sealed class MarkdownSections
{
    private const int MaxDepth = 16;

    private static readonly MarkdownPipeline Blocks = BuildPipeline();

    private readonly string _text;
    private readonly string _title;
    private readonly int _offset;
    private readonly List<Section> _sections = [];
    private readonly List<(int Level, string Text)> _path = [];

    private MarkdownSections(string text, string title, int offset)
    {
        _text = text;
        _title = title;
        _offset = offset;
    }

    public static IReadOnlyList<Section> Read(string text, string title)
    {
        var (_, bodyStart) = FrontMatterBlock.Find(text);
        if (TryParse(text, bodyStart) is not { } blocks)
        {
            return PlainSections.Read(text, new TextSpan(bodyStart, text.Length));
        }

        var reader = new MarkdownSections(text, title, bodyStart);
        reader.Read(blocks);
        return reader._sections;
    }

    private static MarkdownDocument? TryParse(string text, int bodyStart)
    {
        try
        {
            return Markdown.Parse(text[bodyStart..], Blocks);
        }
        catch (ArgumentException)
        {
            // The parser refuses blocks nested deeper than it can walk; such a text is read as plain paragraphs.
            return null;
        }
    }

    private static MarkdownPipeline BuildPipeline()
    {
        var builder = new MarkdownPipelineBuilder();
        builder.InlineParsers.Clear();
        return builder.Build();
    }

    private void Read(MarkdownDocument blocks)
    {
        _sections.Add(new Section([], _offset, _offset));
        foreach (var block in blocks)
        {
            var start = LineStart(block.Span.Start + _offset);
            if (block is HeadingBlock heading)
            {
                Open(heading, start);
            }
            else
            {
                AddUnits(block, depth: 0);
            }
        }

        _sections[^1].End = _text.Length;
    }

    private void Open(HeadingBlock heading, int start)
    {
        _path.RemoveAll(above => above.Level >= heading.Level);
        _path.Add((heading.Level, HeadingText.Read(_text.AsSpan(start, HeadingEnd(heading, start) - start))));
        _sections[^1].End = start;
        _sections.Add(new Section(PathBelowTitle(), start, HeadingEnd(heading, start)));
    }

    private int HeadingEnd(HeadingBlock heading, int start)
    {
        var last = Math.Clamp(heading.Span.End + _offset + 1, start, _text.Length);
        return PlainSections.NextLine(_text, last, _text.Length);
    }

    private string[] PathBelowTitle()
    {
        var skip = _path.Count > 0 && string.Equals(_path[0].Text, _title, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        return [.. _path.Skip(skip).Select(heading => heading.Text).Where(text => text.Length > 0)];
    }

    private void AddUnits(Block block, int depth)
    {
        var span = new TextSpan(LineStart(block.Span.Start + _offset), Math.Min(_text.Length, block.Span.End + _offset + 1));
        _sections[^1].Add(span.Start, tableHeader: null);
        if (span.Length <= SectionPacker.TargetLength || depth >= MaxDepth)
        {
            return;
        }

        if (block is ContainerBlock container)
        {
            foreach (var child in container)
            {
                AddUnits(child, depth + 1);
            }
        }
        else
        {
            AddLines(span, block is ParagraphBlock ? PipeTable.FindHeader(_text, span) : null, block is CodeBlock);
        }
    }

    private void AddLines(TextSpan span, TextSpan? tableHeader, bool isCode)
    {
        if (tableHeader is null && !isCode)
        {
            return;
        }

        var firstRow = tableHeader is { } header ? PlainSections.NextLine(_text, PlainSections.NextLine(_text, header.Start, span.End), span.End) : span.Start;
        for (var line = firstRow; line < span.End; line = PlainSections.NextLine(_text, line, span.End))
        {
            _sections[^1].Add(line, tableHeader);
        }
    }

    private int LineStart(int position)
    {
        var at = Math.Clamp(position, _offset, _text.Length);
        return at == _offset ? at : Math.Max(_offset, _text.LastIndexOf('\n', at - 1) + 1);
    }
}
