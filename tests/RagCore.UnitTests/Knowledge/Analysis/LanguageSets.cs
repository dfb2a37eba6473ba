namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Analysis;

/// <summary>Passages of a handbook and questions about them, in several languages: a line with a passage, then its questions.</summary>
internal static class LanguageSets
{
    public static readonly string[] Names = ["Chinese", "Dutch", "French", "German", "Italian", "Japanese", "Portuguese", "Spanish", "Thai"];

    public static IReadOnlyList<(string Passage, string Question)> Read(string name)
    {
        using var reader = new StreamReader(typeof(LanguageSets).Assembly.GetManifestResourceStream("Languages/" + name)!);
        var pairs = new List<(string, string)>();
        var passage = string.Empty;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("? ", StringComparison.Ordinal))
            {
                pairs.Add((passage, line[2..]));
            }
            else
            {
                passage = line;
            }
        }

        return pairs;
    }
}
