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

        var isHeadingOnly = new TextSpan(section.BodyStart, section.End).Trim(document.Text).Length == 0 && section.HeadingPath.Count > 0;
        if (isHeadingOnly && document.Kind != DocumentKind.Slides)
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
                Emit(piece, _headingsOnlyPath, leadIn: null);
            }
        }
    }

    private void Pack(Section section, int start)
    {
        var length = new TextSpan(start, section.End).Trim(document.Text).Length;
        if (length <= MaxLength)
        {
            Emit(new TextSpan(start, section.End), section.HeadingPath, leadIn: null);
            return;
        }

        var parts = (length + TargetLength - 1) / TargetLength;
        var limit = Math.Min(MaxLength, (length / parts) + (TargetLength / 8));
        var open = new TextSpan(start, start);
        TextSpan? openLeadIn = null;
        foreach (var piece in WithLeadIns(Pieces(section, start), section.BodyStart))
        {
            if (open.Length > 0 && new TextSpan(open.Start, piece.Span.End).Trim(document.Text).Length > limit)
            {
                Emit(open, section.HeadingPath, openLeadIn);
                (open, openLeadIn) = (piece.Span with { Start = piece.ReadFrom }, piece.LeadIn);
            }
            else
            {
                openLeadIn = open.Length == 0 ? piece.LeadIn : openLeadIn;
                open = open with { End = piece.Span.End };
            }
        }

        Emit(open, section.HeadingPath, openLeadIn);
    }

    /// <summary>A heading, and what introduces a list, table or code, is packed together with the beginning of it.</summary>
    private IEnumerable<Piece> WithLeadIns(IEnumerable<Piece> pieces, int bodyStart)
    {
        Piece? held = null;
        foreach (var piece in pieces)
        {
            var next = piece;
            if (held is { } lead)
            {
                var joins = new TextSpan(lead.ReadFrom, piece.Span.End).Trim(document.Text).Length <= MaxLength;
                next = joins ? lead with { Span = lead.Span with { End = piece.Span.End } } : piece;
                if (!joins)
                {
                    yield return lead;
                }
            }

            held = null;
            if (next.Span.Trim(document.Text).End <= bodyStart || IsLeadIn(next.Span))
            {
                held = next;
            }
            else
            {
                yield return next;
            }
        }

        if (held is { } last)
        {
            yield return last;
        }
    }

    private bool IsLeadIn(TextSpan span)
    {
        var trimmed = span.Trim(document.Text);
        return trimmed.Length is > 0 and <= TargetLength / 2 && document.Text[trimmed.End - 1] is ':' or '：';
    }

    private IEnumerable<Piece> Pieces(Section section, int start)
    {
        for (var index = 0; index <= section.Units.Count; index++)
        {
            var unit = index == 0 ? new SectionUnit(start, LeadIn: null, IsProse: section.Units.Count == 0) : section.Units[index - 1];
            var whole = new TextSpan(unit.Start, index == section.Units.Count ? section.End : section.Units[index].Start);
            var isBelowHeading = index == 1 && unit.IsProse && unit.Start - start <= MaxLength / 2 && new TextSpan(start, unit.Start).Trim(document.Text).End <= section.BodyStart;
            foreach (var (span, readFrom) in LongTextCutter.CutWithOverlap(document.Text, whole, isBelowHeading ? start : unit.Start, MaxLength, overlaps: unit.IsProse))
            {
                yield return new Piece(span, readFrom, unit.LeadIn);
            }
        }
    }

    private void Emit(TextSpan span, IReadOnlyList<string> headingPath, TextSpan? leadIn)
    {
        var trimmed = span.Trim(document.Text);
        if (trimmed.Length > 0)
        {
            _chunks.Add(new ChunkDraft(new Chunk(document, _chunks.Count, headingPath, trimmed.Start, trimmed.End), leadIn));
        }
    }

    /// <param name="Span">What it adds to a chunk.</param>
    /// <param name="ReadFrom">Where a chunk begins that begins with it: at the last sentence before it, when it continues a paragraph.</param>
    /// <param name="LeadIn">What introduces it.</param>
    private readonly record struct Piece(TextSpan Span, int ReadFrom, TextSpan? LeadIn);
}
