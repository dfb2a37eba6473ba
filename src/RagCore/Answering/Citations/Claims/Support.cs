namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Decides whether sentences that were quoted bear out a statement. Each part must be borne out by one of them: two halves of two truths are no truth.</summary>
internal static class Support
{
    public static bool Holds(Statement statement, IReadOnlyList<QuotedSentence> sentences)
        => statement.Claims.Count > 0 && statement.Claims.Any(claim => claim.Terms.Count + claim.Quantities.Count > 0) && statement.Claims.All(claim => Holds(claim, statement, sentences));

    private static bool Holds(Reading claim, Statement statement, IReadOnlyList<QuotedSentence> sentences)
    {
        var used = new List<QuotedSentence>();
        foreach (var part in Clauses.Of(claim))
        {
            var terms = claim.Terms.Where(term => part.From <= term.At && term.At < part.To).ToList();
            var quantities = claim.Quantities.Where(quantity => part.From <= quantity.From && quantity.From < part.To).ToList();
            if (terms.Count + quantities.Count == 0)
            {
                continue;
            }

            var best = sentences.Where(sentence => Covers(sentence, claim, terms, quantities)).MaxBy(sentence => terms.Count(term => sentence.Said.Terms.Any(known => known.Term == term.Term)));
            if (best is null)
            {
                return false;
            }

            used.Add(best);
        }

        return used.Count > 0 && used.TrueForAll(sentence => ComparisonAgreement.Holds(claim, sentence.Said)) && DenialAgreement.Holds(claim, used) && MarkAgreement.Holds(claim, statement, used);
    }

    private static bool Covers(QuotedSentence sentence, Reading claim, List<ClaimTerm> terms, List<Quantity> quantities)
    {
        var leansBack = sentence.LeansBackFor(claim);
        var comparison = Comparison.In(claim);
        var compares = comparison is not null && Comparison.In(sentence.Said) is not null;
        return terms.TrueForAll(term => term.IsLittle || Knows(sentence, claim, term) || (leansBack && sentence.Before.Contains(term.Term)) || (compares && term.At == comparison!.At))
            && quantities.TrueForAll(quantity => HasQuantity(sentence, claim, quantity))
            && claim.Rates.All(rate => sentence.Said.Rates.Contains(rate) || sentence.Above.Units.Contains(rate))
            && !Contrast.IsMixed(sentence, terms, quantities);
    }

    // Titles name what is spoken of, not who does it: "by the company" must stand in the sentence.
    private static bool Knows(QuotedSentence sentence, Reading claim, ClaimTerm term)
    {
        var isActor = Enumerable.Range(Math.Max(0, term.At - 2), Math.Min(2, term.At)).Any(at => claim.Words[at].Text is "by" or "von" or "vom" or "par" or "por");
        return isActor ? sentence.Said.Terms.Exists(known => known.Term == term.Term) || sentence.Knows(term) && !sentence.Above.Terms.Exists(known => known.Term == term.Term) : sentence.Knows(term);
    }

    private static bool HasQuantity(QuotedSentence sentence, Reading claim, Quantity quantity)
    {
        var known = sentence.Quoted.Quantities.Concat(sentence.Above.Quantities);
        return known.Any(other => quantity.IsSame(other, unit => unit.Length == 0 ? other.Unit is { } its && claim.Units.Contains(its) : sentence.Names(unit)) && BoundsAs(sentence, quantity, other));
    }

    private static bool BoundsAs(QuotedSentence sentence, Quantity quantity, Quantity other) => quantity.BoundsAs(other) || (other.Bound == Bound.None && quantity.Bound switch
    {
        // "Maximum" in the head of a table bounds its cells; "70 percent after that" is after.
        Bound.Max or Bound.Min => sentence.Above.Bounds(quantity.Bound),
        Bound.After => sentence.Said.AllMarks.HasFlag(ClaimMarks.After),
        Bound.Before => sentence.Said.AllMarks.HasFlag(ClaimMarks.Before),
        _ => false,
    });
}
