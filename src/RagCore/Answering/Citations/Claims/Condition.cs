namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A condition or exception of a sentence, and what depends on it.</summary>
/// <param name="Terms">The terms of the condition.</param>
/// <param name="Main">The terms of what depends on it.</param>
internal sealed record Condition(List<string> Terms, List<string> Main)
{
    public static Condition Read(Reading sentence, PlacedMark mark)
    {
        var from = Edge(sentence, mark.From, -1);
        var end = Edge(sentence, mark.To, 1);
        var to = mark.To;
        while (to < end && !sentence.Words[to].IsSign(','))
        {
            to++;
        }

        return new Condition(
            [.. sentence.Terms.Where(term => mark.To <= term.At && term.At < to).Select(term => term.Term)],
            [.. sentence.Terms.Where(term => from <= term.At && term.At < end && (term.At < mark.From || term.At >= to) && !term.IsLittle).Select(term => term.Term)]);
    }

    /// <summary>Says whether what depends on the condition is said without it.</summary>
    public bool IsDropped(HashSet<string> claim, HashSet<string> statement)
        => Main.Count(claim.Contains) * 2 >= Main.Count && (Terms.Count == 0 || Terms.Count(statement.Contains) * 2 < Terms.Count);

    private static int Edge(Reading sentence, int at, int step)
    {
        while (at > 0 && at < sentence.Words.Count && !sentence.Words[at].IsSign(';') && !sentence.Words[at].IsSign('·'))
        {
            at += step;
        }

        return Math.Clamp(at, 0, sentence.Words.Count);
    }
}
