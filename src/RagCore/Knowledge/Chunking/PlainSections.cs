namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Plain text is paragraphs: of questions, one section for each; of a policy, one for each numbered rule; else one section.</summary>
internal static class PlainSections
{
    public static IReadOnlyList<Section> Read(string text, TextSpan body, DocumentKind kind)
    {
        var sections = new List<Section> { new([], body.Start, body.Start) };
        var afterBlankLine = true;
        for (var line = body.Start; line < body.End;)
        {
            var next = NextLine(text, line, body.End);
            var content = new TextSpan(line, next).Trim(text);
            var opens = content.Length > 0 && IsOpening(text, content, new TextSpan(next, body.End), afterBlankLine, kind);
            if (opens)
            {
                sections[^1].End = line;
                sections.Add(new Section([HeadingText.Read(text.AsSpan(content.Start, content.Length))], line, next));
            }
            else if (content.Length > 0 && afterBlankLine)
            {
                sections[^1].Add(new SectionUnit(line, LeadIn: null, IsProse: true));
            }

            afterBlankLine = content.Length == 0 || opens;
            line = next;
        }

        sections[^1].End = body.End;
        return sections;
    }

    public static int NextLine(string text, int start, int end)
    {
        var at = text.IndexOf('\n', start, end - start);
        return at < 0 ? end : at + 1;
    }

    /// <summary>Says whether a line asks by its mark, or, standing alone, by its end.</summary>
    public static bool IsQuestion(ReadOnlySpan<char> line, bool standsAlone)
        => QuestionLine.IsQuestion(line) || (standsAlone && line.Length is > 1 and <= QuestionLine.MaxLength && line[^1] is '?' or '？' or '؟');

    private static bool IsOpening(string text, TextSpan line, TextSpan rest, bool afterBlankLine, DocumentKind kind)
    {
        var content = text.AsSpan(line.Start, line.Length);
        return kind switch
        {
            DocumentKind.QuestionsAndAnswers => IsQuestion(content, afterBlankLine && IsBlankLine(text, rest)),
            DocumentKind.Policy => afterBlankLine && ClauseLine.IsClause(content),
            _ => false,
        };
    }

    private static bool IsBlankLine(string text, TextSpan rest)
        => new TextSpan(rest.Start, NextLine(text, rest.Start, rest.End)).Trim(text).Length == 0;
}
