namespace ChatOpsBot.RagCore.Answering.Abstention;

/// <summary>Everyday questions of many subjects, from cooking to ships: what documents of an organisation are asked and should not answer.</summary>
internal static class ForeignQuestions
{
    private const string Resource = "foreign-questions.txt";

    /// <summary>Gets the questions.</summary>
    public static IReadOnlyList<string> All { get; } = Read();

    private static List<string> Read()
    {
        using var stream = typeof(ForeignQuestions).Assembly.GetManifestResourceStream(typeof(ForeignQuestions), Resource)!;
        using var reader = new StreamReader(stream);
        var questions = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                questions.Add(line);
            }
        }

        return questions;
    }
}
