using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Tells lists of questions from prose.</summary>
internal static class DocumentKindDetector
{
    private const int MinQuestions = 3;

    /// <summary>Questions are the kind when at least half of the headings, or of the lines that could be one, are questions.</summary>
    public static DocumentKind Detect(string markdown)
    {
        var (questions, others) = (0, 0);
        foreach (var range in markdown.AsSpan().Split('\n'))
        {
            var line = markdown.AsSpan(range).Trim();
            if (QuestionLine.IsQuestion(line))
            {
                questions++;
            }
            else if (line.StartsWith('#') && !line.StartsWith("# "))
            {
                others++;
            }
        }

        return questions >= MinQuestions && questions >= others ? DocumentKind.QuestionsAndAnswers : DocumentKind.Guide;
    }
}
