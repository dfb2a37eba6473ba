namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Says whether a claim denies what its evidence denies, and nothing else.</summary>
internal static class DenialAgreement
{
    public static bool Holds(Reading claim, List<QuotedSentence> evidence)
    {
        var denied = evidence.SelectMany(sentence => sentence.Said.Denied).ToList();
        var terms = claim.Terms.Select(term => term.Term).Concat(claim.Quantities.Select(quantity => quantity.Key)).ToHashSet(StringComparer.Ordinal);
        return claim.Denied.TrueForAll(scope => denied.Exists(other => Meet(scope, other, terms))) && denied.TrueForAll(scope => !IsSaid(scope, terms) || claim.Denied.Exists(other => Meet(other, scope, terms)));
    }

    // What the evidence denies must not be said as if it were so.
    private static bool IsSaid(HashSet<string> scope, HashSet<string> terms) => scope.Count == 0 || scope.Count(terms.Contains) * 2 >= scope.Count;

    // "Covers all, but not family members" and "family members are not covered" deny the same.
    private static bool Meet(HashSet<string> said, HashSet<string> known, HashSet<string> terms)
        => said.Count == 0 || known.Count == 0 || said.Overlaps(known) || known.IsSubsetOf(terms);
}
