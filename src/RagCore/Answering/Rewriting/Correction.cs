namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>A person who puts right what they asked: "no, I meant contractors", "not Leeds, Lisbon".</summary>
/// <param name="Meant">What is meant instead.</param>
/// <param name="TakenBack">What is not; often empty.</param>
internal sealed record Correction(IReadOnlyList<string> Meant, IReadOnlyList<string> TakenBack)
{
    private static readonly string[] Leads =
        ["no", "nope", "sorry", "actually", "correction", "wrong", "one", "oops", "wait", "nein", "non", "pardon", "perdón", "entschuldigung", "falsch"];

    private static readonly string[] Foreign = ["nein", "nicht", "ich", "entschuldigung", "falsch", "non", "pas", "je", "pardon", "perdón", "quise", "quería"];

    private static readonly string[] Denials = ["not", "nicht", "pas"];

    private static readonly string[][] Meaning =
    [
        ["i", "meant"], ["i", "mean"], ["i", "was", "asking", "about"], ["i", "am", "asking", "about"],
        ["ich", "meinte"], ["ich", "meine"], ["je", "voulais", "dire"], ["quise", "decir"], ["quería", "decir"],
    ];

    /// <summary>Returns what is put right, or null when nothing is.</summary>
    public static Correction? Read(string text)
    {
        var (meant, takenBack, corrects) = (new List<string>(), new List<string>(), false);
        foreach (var (clause, number) in Clauses(text).Select((clause, number) => (clause, number)))
        {
            var words = WithoutMeaning(clause, isFirst: number == 0);
            corrects |= words.Count < clause.Count;
            if (words.Count > 1 && Holds(Denials, words[0]))
            {
                takenBack.AddRange(words.Skip(1));
            }
            else
            {
                meant.AddRange(words);
            }
        }

        var isForeign = Wording.Words(text).Exists(word => Holds(Foreign, word));
        return meant.Count > 0 && (corrects || takenBack.Count > 0) ? new Correction(isForeign ? OtherTongues.English(meant) : meant, takenBack) : null;
    }

    /// <summary>Returns the question with what is meant in the place of what is not.</summary>
    public string Apply(string lastQuestion)
    {
        var last = Wording.Words(lastQuestion);
        var (wrong, right) = (QualifierSwap.Core(TakenBack), QualifierSwap.Core(Meant));
        var at = wrong.Count == 0 || right.Count == 0
            ? -1
            : Enumerable.Range(0, Math.Max(0, last.Count - wrong.Count + 1))
                .LastOrDefault(start => last.Skip(start).Take(wrong.Count).SequenceEqual(wrong, StringComparer.OrdinalIgnoreCase), -1);
        return at < 0 ? QualifierSwap.Apply(lastQuestion, Meant) : QualifierSwap.Sentence([.. last.Take(at), .. right, .. last.Skip(at + wrong.Count)]);
    }

    // A clause of leads alone says nothing else; "no smoking" is none.
    private static List<string> WithoutMeaning(List<string> clause, bool isFirst)
    {
        var start = isFirst ? clause.TakeWhile(word => Holds(Leads, word)).Count() : 0;
        if (start == clause.Count)
        {
            return [];
        }

        if (Meaning.FirstOrDefault(phrase => StartsWith(clause.Skip(start), phrase)) is { } before)
        {
            return clause[(start + before.Length)..];
        }

        return Meaning.FirstOrDefault(phrase => clause.Count > phrase.Length && StartsWith(clause.Skip(clause.Count - phrase.Length), phrase)) is { } after
            ? clause[..^after.Length]
            : clause;
    }

    private static IEnumerable<List<string>> Clauses(string text)
    {
        var clause = new List<string>();
        foreach (var raw in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            clause.AddRange(Wording.Words(raw).Where(word => word is not ("-" or "–")));
            if (raw[^1] is ',' or ';' or ':' or '.' or '!' or '?' or '-' or '–' && clause.Count > 0)
            {
                yield return clause;
                clause = [];
            }
        }

        if (clause.Count > 0)
        {
            yield return clause;
        }
    }

    private static bool StartsWith(IEnumerable<string> words, string[] phrase) => words.Take(phrase.Length).SequenceEqual(phrase, StringComparer.OrdinalIgnoreCase);

    private static bool Holds(string[] set, string word) => set.Contains(word, StringComparer.OrdinalIgnoreCase);
}
