namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A sentence that a quote stands in, with what is needed to understand it.</summary>
/// <param name="Text">The sentence as it is shown.</param>
/// <param name="Said">What it says.</param>
/// <param name="Quoted">What the quoted part of it says: numbers must stand there.</param>
/// <param name="Above">What is written above it: title, headings, head of the table.</param>
/// <param name="Before">The terms of the sentences before it, which it may lean on.</param>
/// <param name="IsWhole">All of it is quoted.</param>
internal sealed record QuotedSentence(string Text, Reading Said, Reading Quoted, Reading Above, HashSet<string> Before, bool IsWhole)
{
    private readonly HashSet<string> _terms = [.. Said.Terms.Concat(Above.Terms).Select(term => term.Term)];

    /// <summary>Gets a value indicating whether it is a row of a table, which always leans on the sentence that leads the table in.</summary>
    public bool IsRow { get; init; }

    /// <summary>Gets its clauses.</summary>
    public List<(int From, int To)> Clauses { get; } = Claims.Clauses.Of(Said);

    public bool Knows(ClaimTerm term) => _terms.Contains(term.Term) || KnowsPartly(term.Term);

    public bool Names(string unit) => Said.Units.Contains(unit) || Above.Units.Contains(unit);

    /// <summary>Says whether a claim may take words from the sentences before: the sentence points back, or the claim says all of it.</summary>
    public bool LeansBackFor(Reading claim)
    {
        if (IsRow || (Said.Words.Count > 0 && PointsBack(Said.Words[0].Text)))
        {
            return true;
        }

        var said = claim.Terms.Select(term => term.Term).ToHashSet(StringComparer.Ordinal);
        return Said.Terms.Count > 0 && Said.Terms.All(term => term.IsLittle || said.Contains(term.Term));
    }

    private static bool PointsBack(string word) => word
        is "it" or "they" or "this" or "these" or "that" or "those" or "the" or "he" or "she" or "its" or "their" or "such"
        or "er" or "sie" or "es" or "der" or "die" or "das" or "dies" or "diese" or "dieser" or "il" or "elle" or "ils" or "elles" or "ce" or "cette" or "el" or "la" or "los" or "las" or "este" or "esta";

    // Scripts without spaces run words together, German joins them.
    private bool KnowsPartly(string term)
        => term[0] > '\u3000' ? Joined().Contains(term, StringComparison.Ordinal) : term.Length >= LongWord && _terms.Any(known => known.Length >= LongPart && (term.StartsWith(known, StringComparison.Ordinal) || (known.Length > term.Length && known.StartsWith(term, StringComparison.Ordinal))));

    private string Joined() => string.Concat(Said.Words.Concat(Above.Words).Select(word => word.Text));

    private const int LongWord = 9;
    private const int LongPart = 5;
}
