using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>
/// Makes one ranking of what was found by words and by meaning: each list's scores are brought to the range from 0 to 1, then added by weight.
/// The result is on the scale of the words, because answers weigh passages by it.
/// </summary>
internal static class ScoreFusion
{
    /// <summary>
    /// What nearness counts; words count the rest. At 0.2 to 0.3 a second ranker, even a weak one, loses nothing on any collection; at one half,
    /// a weak one loses.
    /// </summary>
    public const double DenseWeight = 0.3;

    /// <summary>Returns the best of both, best first.</summary>
    /// <param name="worded">What was found by words, best first.</param>
    /// <param name="near">What was found by meaning, nearest first.</param>
    /// <param name="limit">How many are returned.</param>
    public static IReadOnlyList<Passage> Fuse(IReadOnlyList<Passage> worded, IReadOnlyList<Passage> near, int limit)
    {
        var fused = new Dictionary<(string Id, int Ordinal), Passage>();
        AddShares(fused, worded, 1 - DenseWeight, static _ => 1);
        AddShares(fused, near, DenseWeight, static passage => passage.Chunk.Document.IsSuperseded ? RankingWeights.Superseded : 1);
        var passages = Supersession.KeepBehind([.. fused.Values]);
        Array.Sort(passages, PassageOrder.Compare);
        var best = passages.Length > limit ? passages[..limit] : passages;
        return Rescale(best, worded.Count > 0 ? worded : near);
    }

    private static void AddShares(
        Dictionary<(string Id, int Ordinal), Passage> fused, IReadOnlyList<Passage> passages, double weight, Func<Passage, double> factor)
    {
        var (lowest, width) = RangeOf(passages);
        foreach (var passage in passages)
        {
            var share = width > 0 ? (passage.Score - lowest) / width : 1;
            var key = (passage.Chunk.Document.Id, passage.Chunk.Ordinal);
            var known = fused.TryGetValue(key, out var other) ? other : passage with { Score = 0 };
            fused[key] = known with { Score = known.Score + (weight * share * factor(passage)) };
        }
    }

    private static Passage[] Rescale(Passage[] passages, IReadOnlyList<Passage> scale)
    {
        var (lowest, width) = RangeOf(scale);
        var highest = lowest + width;
        var floor = width > 0 ? lowest : 0;
        var best = passages.Length == 0 ? 0 : passages[0].Score;
        return best <= 0 ? passages : [.. passages.Select(passage => passage with { Score = floor + ((highest - floor) * passage.Score / best) })];
    }

    private static (double Lowest, double Width) RangeOf(IReadOnlyList<Passage> passages)
        => passages.Count == 0 ? (0, 0) : passages.Min(passage => passage.Score) is var lowest ? (lowest, passages.Max(passage => passage.Score) - lowest) : default;
}
