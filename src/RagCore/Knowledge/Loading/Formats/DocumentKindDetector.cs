using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Tells lists of questions, and rules in numbered sections, from prose.</summary>
internal static class DocumentKindDetector
{
    private const int MinQuestions = 3;
    private const int MinClauses = 3;

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

    /// <summary>Paragraphs of one line that ask, or that number a rule, are what headings are in Markdown.</summary>
    public static DocumentKind DetectPlain(string text)
    {
        var (questions, clauses, paragraphs) = (0, 0, 0);
        foreach (var paragraph in Paragraphs(text))
        {
            var lines = paragraph.Count('\n') + 1;
            var first = lines == 1 ? paragraph : paragraph[..paragraph.IndexOf('\n')].TrimEnd();
            paragraphs++;
            questions += PlainSections.IsQuestion(first, standsAlone: lines == 1) ? 1 : 0;
            clauses += ClauseLine.IsClause(first) ? 1 : 0;
        }

        return questions >= MinQuestions && questions * MinQuestions >= paragraphs ? DocumentKind.QuestionsAndAnswers
            : clauses >= MinClauses ? DocumentKind.Policy : DocumentKind.Guide;
    }

    private static ParagraphEnumerator Paragraphs(string text) => new(text);

    private ref struct ParagraphEnumerator(string text)
    {
        private int _at;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly ParagraphEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            var (start, end) = (-1, -1);
            while (_at < text.Length)
            {
                var next = PlainSections.NextLine(text, _at, text.Length);
                var line = new TextSpan(_at, next).Trim(text);
                _at = next;
                if (line.Length > 0)
                {
                    (start, end) = (start < 0 ? line.Start : start, line.End);
                }
                else if (start >= 0)
                {
                    break;
                }
            }

            Current = start < 0 ? default : text.AsSpan(start, end - start);
            return start >= 0;
        }
    }
}
