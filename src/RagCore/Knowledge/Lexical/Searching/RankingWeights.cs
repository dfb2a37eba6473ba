namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>
/// What each kind of evidence counts beside the BM25 score of the single words. Chosen where the mean over collections of several kinds is
/// flat, not where one of them is highest.
/// </summary>
internal static class RankingWeights
{
    /// <summary>How many candidates are looked at closely, at least.</summary>
    public const int Depth = 100;

    /// <summary>A question's words in its order and side by side, for each pair.</summary>
    public const float Pair = 0.6f;

    /// <summary>The rarity of the question's words that stand within one window of <see cref="WindowLength"/> words.</summary>
    public const float Window = 0.2f;

    public const int WindowLength = 24;

    /// <summary>The rarity of the question's words in the title.</summary>
    public const float Title = 0.15f;

    /// <summary>BM25 over the letters of words, four at a time, as a share of the range of the word scores.</summary>
    public const float Letters = 0.4f;

    /// <summary>Likeness to the best candidates, as a share of the same range.</summary>
    public const float Likeness = 0.4f;

    /// <summary>How many of the best candidates the others are compared with.</summary>
    public const int Exemplars = 5;

    /// <summary>What a word counts that was found only after its spelling was corrected.</summary>
    public const float Corrected = 0.8f;

    /// <summary>What is left of the score of a superseded document.</summary>
    public const float Superseded = 0.8f;
}
