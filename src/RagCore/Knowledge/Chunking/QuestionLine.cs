namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Recognises a line that asks what the lines below it answer.</summary>
internal static class QuestionLine
{
    public const int MaxLength = 300;

    private static readonly string[] Marks = ["Q:", "Q.", "Question:", "Frage:", "F:", "Pregunta:", "P:", "問:", "Q：", "問："];

    /// <summary>Says whether the line is a heading or a bold line that ends in a question mark, or begins with the mark of a question.</summary>
    public static bool IsQuestion(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.Length is 0 or > MaxLength)
        {
            return false;
        }

        var isHeading = line[0] == '#';
        var isBold = line.StartsWith("**") || line.StartsWith("__");
        var text = line.Trim("#*_ \t");
        return ((isHeading || isBold) && text.Length > 1 && text[^1] is '?' or '？' or '؟') || StartsWithMark(text);
    }

    private static bool StartsWithMark(ReadOnlySpan<char> text)
    {
        foreach (var mark in Marks)
        {
            if (text.Length > mark.Length && text.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
