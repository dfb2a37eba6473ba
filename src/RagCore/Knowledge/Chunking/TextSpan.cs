namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>A range of characters of a document's text.</summary>
internal readonly record struct TextSpan(int Start, int End)
{
    public int Length => End - Start;

    /// <summary>Returns the span without the white space at its ends.</summary>
    public TextSpan Trim(string text)
    {
        var (start, end) = (Start, End);
        while (start < end && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return new TextSpan(start, end);
    }
}
