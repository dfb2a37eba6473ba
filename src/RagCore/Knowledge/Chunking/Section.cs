namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>The text under one heading, the heading's own line included, cut where it may be cut.</summary>
/// <param name="HeadingPath">The headings above it, outermost first.</param>
/// <param name="Start">First character.</param>
/// <param name="BodyStart">First character after the heading's line.</param>
internal sealed record Section(IReadOnlyList<string> HeadingPath, int Start, int BodyStart)
{
    public int End { get; set; }

    /// <summary>Gets the places where a unit begins, in ascending order.</summary>
    public List<SectionUnit> Units { get; } = [];

    public void Add(int start, TextSpan? tableHeader)
    {
        if (Units.Count == 0 || start > Units[^1].Start)
        {
            Units.Add(new SectionUnit(start, tableHeader));
        }
    }
}

/// <summary>A paragraph, list item or table row: it reaches to the next one.</summary>
internal readonly record struct SectionUnit(int Start, TextSpan? TableHeader);
