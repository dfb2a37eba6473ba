namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Says whether a claim holds as far as its evidence does: the same duty, the same share of cases, the same conditions.</summary>
internal static class MarkAgreement
{
    public static bool Holds(Reading claim, Statement statement, List<QuotedSentence> evidence)
    {
        var known = evidence.Aggregate(ClaimMarks.None, (all, sentence) => all | sentence.Said.AllMarks);
        return AddsNothing(claim, known, evidence) && evidence.TrueForAll(sentence => DropsNothing(sentence, claim, statement));
    }

    private static bool AddsNothing(Reading claim, ClaimMarks known, List<QuotedSentence> evidence)
    {
        var said = claim.AllMarks;
        var (duty, knownDuty) = (said & ClaimMarks.Modal, known & ClaimMarks.Modal);
        var order = said & ClaimMarks.Order & ~known;
        if (order == ClaimMarks.After && evidence.Exists(sentence => sentence.Said.Quantities.Exists(quantity => quantity.Bound == Bound.Max)))
        {
            // "Within 60 days of the purchase" is after it.
            order = ClaimMarks.None;
        }

        const ClaimMarks Added = ClaimMarks.Only | ClaimMarks.If | ClaimMarks.Except | ClaimMarks.All | ClaimMarks.Part;
        return (said & Added & ~known) == 0 && order == 0 && (duty == 0 || knownDuty == 0 || (duty & ~knownDuty) == 0);
    }

    private static bool DropsNothing(QuotedSentence sentence, Reading claim, Statement statement)
    {
        var terms = claim.Terms.Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
        return sentence.Said.Marks.TrueForAll(mark => mark.Mark switch
        {
            ClaimMarks.Only or ClaimMarks.Most or ClaimMarks.Some or ClaimMarks.Half
                => statement.Marks.HasFlag(mark.Mark) || !IsUsed(sentence, mark, claim, terms),
            ClaimMarks.If or ClaimMarks.Except => statement.Marks.HasFlag(mark.Mark) || !Condition.Read(sentence.Said, mark).IsDropped(terms, statement.Terms),
            _ => true,
        });
    }

    // The clause the mark stands in is said, by half of its words or by its number.
    private static bool IsUsed(QuotedSentence sentence, PlacedMark mark, Reading claim, HashSet<string> terms)
    {
        var (from, to) = sentence.Clauses.Find(clause => clause.From <= mark.From && mark.From < clause.To);
        var own = sentence.Said.Terms.Where(term => from <= term.At && term.At < to && !term.IsLittle).ToList();
        return own.Count(term => terms.Contains(term.Term)) * 2 >= own.Count
            || sentence.Said.Quantities.Exists(known => from <= known.From && known.From < to && claim.Quantities.Exists(quantity => quantity.Value == known.Value));
    }
}
