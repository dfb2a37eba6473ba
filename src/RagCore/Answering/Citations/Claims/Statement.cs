using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A statement in its claims: the parts that can be true or false on their own.</summary>
/// <param name="Claims">The claims in order.</param>
internal sealed record Statement(IReadOnlyList<Reading> Claims)
{
    /// <summary>Gets how far the whole of it is said to hold.</summary>
    public ClaimMarks Marks { get; } = Claims.Aggregate(ClaimMarks.None, (all, claim) => all | claim.AllMarks);

    /// <summary>Gets the terms of all claims.</summary>
    public HashSet<string> Terms { get; } = Claims.SelectMany(claim => claim.Terms).Select(term => term.Term).ToHashSet(StringComparer.Ordinal);

    public static Statement Read(string text, TextLanguage language)
    {
        var claims = from line in text.Split('\n')
                     let said = line[LineMarks.ListMarkLength(line)..].Trim()
                     from range in SentenceSplitter.Split(said)
                     from part in Parts(WordReader.Read(said[range.From..range.To]))
                     select Reading.Of(part, language);
        return new Statement([.. claims.Where(claim => claim.Terms.Count + claim.Quantities.Count + claim.Denied.Count > 0)]);
    }

    private static IEnumerable<List<Word>> Parts(List<Word> words)
    {
        var from = 0;
        for (var at = 0; at < words.Count; at++)
        {
            if (SplitAt(words, at) is > 0 and var length)
            {
                yield return words[from..at];
                from = at + length;
                at = from - 1;
            }
        }

        yield return words[from..];
    }

    // A comma with "and" begins another claim; a comma or "and" alone may stand in a list.
    private static int SplitAt(List<Word> words, int at)
    {
        if (words[at].IsSign(';') || words[at].IsSign('·') || words[at].IsSign('—') || words[at].IsSign('–'))
        {
            return 1;
        }

        var isComma = words[at].IsSign(',') && at + 1 < words.Count;
        return isComma && IsTurn(words[at + 1].Text, afterComma: true) ? 2 : IsTurn(words[at].Text, afterComma: false) ? 1 : 0;
    }

    private static bool IsTurn(string word, bool afterComma) => word switch
    {
        "but" or "whereas" or "aber" or "sondern" or "mais" or "pero" => true,
        "and" or "while" or "und" or "wahrend" or "et" or "y" => afterComma,
        _ => false,
    };
}
