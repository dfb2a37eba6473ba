namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>
/// Decides about a statement in another language than its evidence. Words cannot be compared, so what needs no translation must agree: numbers
/// with their units and bounds, names, denials, duties and conditions; a statement with neither number nor name is not believed.
/// </summary>
internal static class Translation
{
    private const ClaimMarks Compared = ClaimMarks.Only | ClaimMarks.If | ClaimMarks.Except | ClaimMarks.Part | ClaimMarks.Must | ClaimMarks.May | ClaimMarks.Should | ClaimMarks.MustNot;

    public static bool Holds(Statement statement, IReadOnlyList<QuotedSentence> sentences)
        => statement.Claims.Count > 0 && statement.Claims.All(claim => sentences.Any(sentence => Holds(claim, sentence)));

    private static bool Holds(Reading claim, QuotedSentence sentence)
    {
        var names = claim.Terms.Where(term => term.IsName).ToList();
        return claim.Quantities.Count + names.Count > 0
            && names.TrueForAll(sentence.Knows)
            && claim.Quantities.TrueForAll(quantity => sentence.Quoted.Quantities.Exists(other => quantity.IsSame(other, sentence.Names) && quantity.BoundsAs(other)))
            && (claim.Denied.Count > 0) == (sentence.Said.Denied.Count > 0)
            && (claim.AllMarks & Compared) == (sentence.Said.AllMarks & Compared)
            && claim.Rates.IsSubsetOf(sentence.Said.Rates);
    }
}
