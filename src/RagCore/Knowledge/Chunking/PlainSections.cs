namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Plain text is one section of paragraphs.</summary>
internal static class PlainSections
{
    public static IReadOnlyList<Section> Read(string text, TextSpan body)
    {
        var section = new Section([], body.Start, body.Start) { End = body.End };
        var afterBlankLine = true;
        for (var line = body.Start; line < body.End;)
        {
            var next = NextLine(text, line, body.End);
            var isBlank = new TextSpan(line, next).Trim(text).Length == 0;
            if (!isBlank && afterBlankLine)
            {
                section.Add(line, tableHeader: null);
            }

            afterBlankLine = isBlank;
            line = next;
        }

        return [section];
    }

    public static int NextLine(string text, int start, int end)
    {
        var at = text.IndexOf('\n', start, end - start);
        return at < 0 ? end : at + 1;
    }
}
