namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Puts what a follow-up names in the place of what it competes with: "Leeds" for "Lisbon", "contractors" for "employees".</summary>
internal static class QualifierSwap
{
    public static string Apply(string lastQuestion, IReadOnlyList<string> fragment)
    {
        var last = QuestionShape.Read(lastQuestion);
        var place = SamePreposition(last.Words, fragment)
            ?? SameShape(last.Words, fragment)
            ?? SamePeople(last.Words, fragment)
            ?? SameHead(last.Words, fragment)
            ?? SubjectFor(last, fragment);
        return place is { } swap ? Sentence([.. last.Words.Take(swap.From), .. swap.With, .. last.Words.Skip(swap.To)]) : Sentence([.. last.Words, .. fragment]);
    }

    public static string Sentence(IReadOnlyList<string> words)
    {
        var text = string.Join(' ', words);
        return text.Length == 0 ? text : $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd(',')}?";
    }

    /// <summary>Returns a phrase without the small words before it.</summary>
    public static List<string> Core(IReadOnlyList<string> fragment)
        => [.. fragment.SkipWhile(word => Wording.Prepositions.Is(word) || Wording.Articles.Is(word))];

    private static Swap? SamePreposition(IReadOnlyList<string> last, IReadOnlyList<string> fragment)
    {
        if (!Wording.Prepositions.Is(fragment[0]) || fragment.Count < 2)
        {
            return null;
        }

        for (var at = last.Count - 2; at >= 0; at--)
        {
            if (string.Equals(last[at], fragment[0], StringComparison.OrdinalIgnoreCase) && EndOfPhrase(last, at + 1) is var end && end > at + 1)
            {
                return new Swap(at, end, fragment);
            }
        }

        return null;
    }

    // A phrase after a preposition: an article, then words up to the next small word; names end with the last name.
    private static int EndOfPhrase(IReadOnlyList<string> words, int at)
    {
        var start = at < words.Count && Wording.Articles.Is(words[at]) ? at + 1 : at;
        var end = start;
        var isName = start < words.Count && Wording.ShapeOf(words[start]) == WordShape.Name;
        while (end < words.Count && !Wording.Prepositions.Is(words[end]) && !Wording.Auxiliaries.Is(words[end]) && !Wording.Pronouns.Is(words[end])
            && (!isName || Wording.ShapeOf(words[end]) != WordShape.Plain))
        {
            end++;
        }

        return end;
    }

    private static Swap? SameShape(IReadOnlyList<string> last, IReadOnlyList<string> fragment)
    {
        var named = fragment.Where(word => Wording.ShapeOf(word) != WordShape.Plain).ToList();
        if (named.Count != 1)
        {
            return null;
        }

        for (var at = last.Count - 1; at >= 1; at--)
        {
            if (Wording.ShapeOf(last[at]) == Wording.ShapeOf(named[0]))
            {
                // "outside Europe" takes the place of "in Leeds".
                return fragment.Count == 2 && Wording.Places.Is(fragment[0]) && Wording.Places.Is(last[at - 1]) ? new Swap(at - 1, at + 1, fragment) : new Swap(at, at + 1, named);
            }
        }

        return null;
    }

    private static Swap? SamePeople(IReadOnlyList<string> last, IReadOnlyList<string> fragment)
    {
        var core = Core(fragment);
        var at = Enumerable.Range(0, last.Count).LastOrDefault(index => Wording.IsPerson(last[index]), -1);
        if (core.Count == 0 || at < 0 || !Wording.IsPerson(core[^1]))
        {
            return null;
        }

        // "adoptive parents" takes the place of "birth parents", "director" that of "team lead" after an article.
        var start = at;
        while (start > 0 && Wording.IsTelling(last[start - 1]) && !Wording.Auxiliaries.Is(last[start - 1]))
        {
            start--;
        }

        var isWhole = core.Count > 1 || (start > 0 && Wording.Articles.Is(last[start - 1]));
        return new Swap(isWhole ? start : at, at + 1, core);
    }

    private static Swap? SameHead(IReadOnlyList<string> last, IReadOnlyList<string> fragment)
    {
        var core = Core(fragment);
        if (core.Count < 2)
        {
            return null;
        }

        var head = Wording.Term(core[^1]);
        var at = Enumerable.Range(0, last.Count).LastOrDefault(index => Wording.Term(last[index]) == head, -1);
        return at < 1 || !Wording.IsTelling(last[at - 1]) ? null : new Swap(at - 1, at + 1, core);
    }

    private static Swap? SubjectFor(QuestionShape last, IReadOnlyList<string> fragment)
        => Wording.Prepositions.Is(fragment[0]) || last.Subject() is not var (from, to) ? null : new Swap(from, to, fragment);

    private sealed record Swap(int From, int To, IReadOnlyList<string> With);
}
