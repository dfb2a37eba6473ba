using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>
/// Decides about a statement in another language than its evidence. Words cannot be compared, so what needs no translation must agree: numbers
/// with their units and bounds, names, denials, duties and conditions; a part with neither number nor name is not believed.
/// </summary>
internal static class Translation
{
    // A single word between two joints is an item of a list, more say something.
    private const int FewestToSaySomething = 2;

    // Languages take about as many telling words for the same; what takes more says more.
    private const int MoreWords = 2;

    private static readonly FrozenSet<string> Joints = FrozenSet.Create(
        StringComparer.Ordinal, "and", "or", "but", "und", "oder", "sowie", "et", "ou", "puis", "y", "e", "o", "u", "mais", "pero", "aber", "och", "en", "of");

    private const ClaimMarks Compared = ClaimMarks.Only | ClaimMarks.If | ClaimMarks.Except | ClaimMarks.Part | ClaimMarks.Must | ClaimMarks.May | ClaimMarks.Should | ClaimMarks.MustNot;

    public static bool Holds(Statement statement, IReadOnlyList<QuotedSentence> sentences)
        => statement.Claims.Count > 0 && statement.Claims.All(claim => sentences.Any(sentence => Holds(claim, sentence)));

    private static bool Holds(Reading claim, QuotedSentence sentence)
    {
        var names = claim.Terms.Where(term => term.IsName).ToList();
        return claim.Quantities.Count + names.Count > 0
            && IsAnchored(claim)
            && claim.Terms.Count(term => !term.IsLittle) <= sentence.Said.Terms.Count(term => !term.IsLittle) + MoreWords
            && names.TrueForAll(sentence.Knows)
            && claim.Quantities.TrueForAll(quantity => sentence.Quoted.Quantities.Exists(other => quantity.IsSame(other, sentence.Names) && quantity.BoundsAs(other)))
            && (claim.Denied.Count > 0) == (sentence.Said.Denied.Count > 0)
            && (claim.AllMarks & Compared) == (sentence.Said.AllMarks & Compared)
            && claim.Rates.IsSubsetOf(sentence.Said.Rates);
    }

    // "They get 27 days and share their passwords": what stands between two joints must itself hold something that can be compared.
    private static bool IsAnchored(Reading claim)
    {
        for (var (from, to) = (0, 0); from < claim.Words.Count; from = to + 1)
        {
            for (to = from; to < claim.Words.Count && !IsJoint(claim.Words[to]);)
            {
                to++;
            }

            var part = claim.Terms.Where(term => term.At >= from && term.At < to && !term.IsLittle).ToList();
            if (part.Count >= FewestToSaySomething && !part.Exists(term => term.IsName) && !claim.Quantities.Exists(number => number.From < to && number.To > from))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsJoint(Word word) => word.IsSign(',') || word.IsSign('、') || word.IsSign('，') || word.IsSign(':') || Joints.Contains(word.Text);
}
