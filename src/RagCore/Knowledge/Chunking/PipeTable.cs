namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>Recognises a pipe table by its second line.</summary>
internal static class PipeTable
{
    /// <summary>Returns the header row when the lines are a table.</summary>
    public static TextSpan? FindHeader(string text, TextSpan block)
    {
        var second = PlainSections.NextLine(text, block.Start, block.End);
        var header = new TextSpan(block.Start, second).Trim(text);
        if (second >= block.End || !text.AsSpan(header.Start, header.Length).Contains('|'))
        {
            return null;
        }

        var third = PlainSections.NextLine(text, second, block.End);
        return IsDelimiter(text.AsSpan(second, third - second)) ? header : null;
    }

    private static bool IsDelimiter(ReadOnlySpan<char> line)
    {
        var row = line.Trim();
        return row.Contains('-') && row.Contains('|') && row.IndexOfAnyExcept("|-: \t") < 0;
    }
}
