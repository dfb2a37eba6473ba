namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>
/// Finds words of two clauses that were mixed: "the X200 has 24 months, the X300 of 36" does not say that the X300 has 24. A later
/// clause may lean on an earlier one, never the other way round.
/// </summary>
internal static class Contrast
{
    public static bool IsMixed(QuotedSentence sentence, List<ClaimTerm> terms, List<Quantity> quantities)
    {
        if (sentence.Clauses.Count < 2)
        {
            return false;
        }

        var clauses = sentence.Clauses.Select(range => Anchored.Read(sentence.Said, range)).Where(clause => clause.Anchors.Count > 0).ToList();
        var said = terms.Select(term => term.Term).Concat(quantities.Select(quantity => quantity.Key)).ToHashSet(StringComparer.Ordinal);
        var anchors = quantities.Select(quantity => quantity.Key).Concat(terms.Where(term => term.IsName).Select(term => term.Term));
        return anchors.Any(anchor => IsMixed(anchor, said, clauses));
    }

    private static bool IsMixed(string anchor, HashSet<string> said, List<Anchored> clauses)
    {
        var own = clauses.FindIndex(clause => clause.Anchors.Contains(anchor));
        if (own < 0 || clauses.Count(clause => clause.Anchors.Contains(anchor)) > 1)
        {
            return false;
        }

        for (var other = 0; other < clauses.Count; other++)
        {
            if (other != own && IsMixed(anchor, said, clauses[own].Terms, clauses[other].Terms, isLater: other > own))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMixed(string anchor, HashSet<string> said, HashSet<string> own, HashSet<string> other, bool isLater)
    {
        var takesFromOther = other.Any(term => !own.Contains(term) && said.Contains(term));
        var particular = own.Where(term => term != anchor && !other.Contains(term)).ToList();
        var missing = particular.Count(term => !said.Contains(term));
        return takesFromOther && missing > 0 && (isLater || missing * 2 >= particular.Count);
    }

    private sealed record Anchored(HashSet<string> Terms, HashSet<string> Anchors)
    {
        public static Anchored Read(Reading reading, (int From, int To) range)
        {
            var terms = reading.Terms.Where(term => range.From <= term.At && term.At < range.To).ToList();
            var numbers = reading.Quantities.Where(quantity => range.From <= quantity.From && quantity.From < range.To).Select(quantity => quantity.Key).ToList();
            return new Anchored(
                [.. terms.Where(term => !term.IsLittle).Select(term => term.Term), .. numbers],
                [.. terms.Where(term => term.IsName).Select(term => term.Term), .. numbers]);
        }
    }
}
