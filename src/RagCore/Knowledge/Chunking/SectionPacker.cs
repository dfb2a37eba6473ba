namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Packs the units of sections into chunks, one document at a time.</summary>
internal sealed class SectionPacker(Document document)
{
    /// <summary>The length a part of a long section should have.</summary>
    public const int TargetLength = 1200;

    /// <summary>The length no chunk passes.</summary>
    public const int MaxLength = 1400;

    private readonly List<ChunkDraft> _chunks = [];
    private TextSpan? _headingsOnly;
    private IReadOnlyList<string> _headingsOnlyPath = [];

    public void Add(Section section)
    {
        var start = _headingsOnly?.Start ?? section.Start;
        var fits = section.BodyStart - start <= MaxLength / 2;
        if (!fits)
        {
            AddHeadingsOnly();
            start = section.Start;
        }

        if (new TextSpan(section.BodyStart, section.End).Trim(document.Text).Length == 0 && section.HeadingPath.Count > 0)
        {
            // A heading without text of its own says what the next section is about: it is kept with it.
            (_headingsOnly, _headingsOnlyPath) = (new TextSpan(start, section.End), section.HeadingPath);
            return;
        }

        _headingsOnly = null;
        Pack(section, start);
    }

    public IReadOnlyList<ChunkDraft> Finish()
    {
        AddHeadingsOnly();
        return _chunks;
    }

    private void AddHeadingsOnly()
    {
        if (_headingsOnly is { } span)
        {
            _headingsOnly = null;
            foreach (var piece in LongTextCutter.Cut(document.Text, span, MaxLength))
            {
                Emit(piece, _headingsOnlyPath, tableHeader: null);
            }
        }
    }

    private void Pack(Section section, int start)
    {
        var length = new TextSpan(start, section.End).Trim(document.Text).Length;
        if (length <= MaxLength)
        {
            Emit(new TextSpan(start, section.End), section.HeadingPath, tableHeader: null);
            return;
        }

        var parts = (length + TargetLength - 1) / TargetLength;
        var limit = Math.Min(MaxLength, (length / parts) + (TargetLength / 8));
        var open = new TextSpan(start, start);
        TextSpan? openHeader = null;
        foreach (var (piece, header) in Pieces(section, start))
        {
            if (open.Length > 0 && new TextSpan(open.Start, piece.End).Trim(document.Text).Length > limit)
            {
                Emit(open, section.HeadingPath, openHeader);
                (open, openHeader) = (piece, header);
            }
            else
            {
                openHeader = open.Length == 0 ? header : openHeader;
                open = open with { End = piece.End };
            }
        }

        Emit(open, section.HeadingPath, openHeader);
    }

    private IEnumerable<(TextSpan Piece, TextSpan? Header)> Pieces(Section section, int start)
    {
        for (var index = 0; index <= section.Units.Count; index++)
        {
            var unitStart = index == 0 ? start : section.Units[index - 1].Start;
            var unitEnd = index == section.Units.Count ? section.End : section.Units[index].Start;
            var header = index == 0 ? null : section.Units[index - 1].TableHeader;
            foreach (var piece in LongTextCutter.Cut(document.Text, new TextSpan(unitStart, unitEnd), MaxLength))
            {
                yield return (piece, header);
            }
        }
    }

    private void Emit(TextSpan span, IReadOnlyList<string> headingPath, TextSpan? tableHeader)
    {
        var trimmed = span.Trim(document.Text);
        if (trimmed.Length > 0)
        {
            _chunks.Add(new ChunkDraft(new Chunk(document, _chunks.Count, headingPath, trimmed.Start, trimmed.End), tableHeader));
        }
    }
}
