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

    public void Add(SectionUnit unit)
    {
        if (Units.Count == 0 || unit.Start > Units[^1].Start)
        {
            Units.Add(unit);
        }
        else if (Units[^1].Start == unit.Start)
        {
            // The first line of a list or table is known as the whole block first: what the line knows is more exact.
            Units[^1] = unit;
        }
    }
}

/// <summary>A paragraph, list item, table row or line of code: it reaches to the next one.</summary>
/// <param name="Start">First character.</param>
/// <param name="LeadIn">What every part of the table or list is introduced by.</param>
/// <param name="IsProse">Whether it consists of sentences, of which one may be repeated where it is cut.</param>
internal readonly record struct SectionUnit(int Start, TextSpan? LeadIn, bool IsProse);
