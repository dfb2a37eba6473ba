namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Finds the block between two lines of <c>---</c> at the very start of a Markdown file.</summary>
internal static class FrontMatterBlock
{
    private const int MaxLength = 16 * 1024;

    /// <summary>Returns the lines between the fences and where the body begins. Without a block both are empty at 0.</summary>
    public static (TextSpan Content, int BodyStart) Find(string text)
    {
        var first = PlainSections.NextLine(text, 0, text.Length);
        if (!IsFence(text, 0, first, allowDots: false))
        {
            return default;
        }

        for (var line = first; line < text.Length && line < MaxLength;)
        {
            var next = PlainSections.NextLine(text, line, text.Length);
            if (IsFence(text, line, next, allowDots: true))
            {
                return (new TextSpan(first, line), next);
            }

            line = next;
        }

        return default;
    }

    private static bool IsFence(string text, int start, int end, bool allowDots)
    {
        var line = text.AsSpan(start, end - start).TrimEnd();
        return line is "---" || (allowDots && line is "...");
    }
}
