namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Cuts sections where a slide, a message or a conversation begins: none of them shares a chunk with another.</summary>
internal static class PlacedSections
{
    public static IReadOnlyList<Section> Cut(IReadOnlyList<Section> sections, Document document)
        => [.. sections.SelectMany(section => Cut(section, document.Places, document.Text))];

    private static IEnumerable<Section> Cut(Section section, IReadOnlyList<PlaceMark> places, string text)
    {
        var rest = section;
        foreach (var place in places.Where(place => place.Offset > section.BodyStart && place.Offset < section.End))
        {
            if (new TextSpan(rest.BodyStart, place.Offset).Trim(text).Length == 0)
            {
                continue;
            }

            yield return Part(section, rest.Start, rest.BodyStart, place.Offset);
            rest = new Section(section.HeadingPath, place.Offset, place.Offset);
        }

        yield return ReferenceEquals(rest, section) ? section : Part(section, rest.Start, rest.BodyStart, section.End);
    }

    private static Section Part(Section whole, int start, int bodyStart, int end)
    {
        var part = new Section(whole.HeadingPath, start, bodyStart) { End = end };
        part.Units.AddRange(whole.Units.Where(unit => unit.Start >= bodyStart && unit.Start < end));
        return part;
    }
}
