using Markdig;
using Markdig.Syntax;

namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Reads the sections of a Markdown document from the parser's blocks. Inline markup is left alone: only places matter.</summary>
internal sealed class MarkdownSections
{
    private const int MaxDepth = 16;
    private const int MaxHeadingLevel = 6;
    private const int MaxLeadIn = 200;

    private static readonly MarkdownPipeline Blocks = BuildPipeline();

    private readonly string _text;
    private readonly string _title;
    private readonly int _offset;
    private readonly DocumentKind _kind;
    private readonly List<Section> _sections = [];
    private readonly List<(int Level, string Text)> _path = [];

    private MarkdownSections(string text, string title, int offset, DocumentKind kind)
    {
        _text = text;
        _title = title;
        _offset = offset;
        _kind = kind;
    }

    public static IReadOnlyList<Section> Read(string text, string title, DocumentKind kind)
    {
        var (_, bodyStart) = FrontMatterBlock.Find(text);
        if (TryParse(text, bodyStart) is not { } blocks)
        {
            return PlainSections.Read(text, new TextSpan(bodyStart, text.Length), kind);
        }

        var reader = new MarkdownSections(text, title, bodyStart, kind);
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
        TextSpan? before = null;
        foreach (var block in blocks)
        {
            var span = SpanOf(block);
            if (block is HeadingBlock heading)
            {
                _path.RemoveAll(above => above.Level >= heading.Level);
                Open(span.Start, HeadingEnd(heading, span.Start), heading.Level);
            }
            else if (IsQuestion(block, span))
            {
                _path.RemoveAll(above => above.Level > MaxHeadingLevel);
                Open(span.Start, PlainSections.NextLine(_text, span.Start, _text.Length), MaxHeadingLevel + 1);
                _sections[^1].Add(new SectionUnit(_sections[^1].BodyStart, LeadIn: null, IsProse: true));
            }
            else
            {
                AddUnits(block, before is { } lead && IsLeadIn(lead) ? lead : null, depth: 0);
            }

            before = block is ParagraphBlock ? span.Trim(_text) : null;
        }

        _sections[^1].End = _text.Length;
    }

    private void Open(int start, int headingEnd, int level)
    {
        _path.Add((level, HeadingText.Read(_text.AsSpan(start, headingEnd - start))));
        _sections[^1].End = start;
        _sections.Add(new Section(PathBelowTitle(), start, headingEnd));
    }

    /// <summary>Where questions are the kind, one in bold or with a mark is as good as a heading.</summary>
    private bool IsQuestion(Block block, TextSpan span)
        => _kind == DocumentKind.QuestionsAndAnswers && block is ParagraphBlock
            && QuestionLine.IsQuestion(_text.AsSpan(span.Start, PlainSections.NextLine(_text, span.Start, _text.Length) - span.Start));

    private bool IsLeadIn(TextSpan paragraph) => paragraph.Length is > 1 and <= MaxLeadIn && _text[paragraph.End - 1] is ':' or '：';

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

    private TextSpan SpanOf(Block block) => new(LineStart(block.Span.Start + _offset), Math.Min(_text.Length, block.Span.End + _offset + 1));

    private void AddUnits(Block block, TextSpan? leadIn, int depth)
    {
        var span = SpanOf(block);
        var isTable = block is ParagraphBlock && PipeTable.FindHeader(_text, span) is not null;
        _sections[^1].Add(new SectionUnit(span.Start, leadIn, IsProse: block is ParagraphBlock && !isTable));
        if (span.Length <= (block is ContainerBlock ? SectionPacker.TargetLength : SectionPacker.MaxLength) || depth >= MaxDepth)
        {
            return;
        }

        if (block is ContainerBlock container)
        {
            foreach (var child in container)
            {
                AddUnits(child, leadIn, depth + 1);
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
            _sections[^1].Add(new SectionUnit(line, tableHeader, IsProse: false));
        }
    }

    private int LineStart(int position)
    {
        var at = Math.Clamp(position, _offset, _text.Length);
        return at == _offset ? at : Math.Max(_offset, _text.LastIndexOf('\n', at - 1) + 1);
    }
}
