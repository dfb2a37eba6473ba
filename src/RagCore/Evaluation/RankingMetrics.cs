namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>
/// The measures of a ranking as trec_eval defines them: the gain is the grade itself, discounted by log2 of the rank plus one; a document
/// not judged, or judged 0 or less, is not relevant.
/// </summary>
public static class RankingMetrics
{
    /// <summary>Normalised discounted cumulative gain of the first <paramref name="depth"/> documents.</summary>
    public static double Ndcg(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var ideal = grades.Values.Where(grade => grade > 0).OrderDescending().Take(depth).Select((grade, rank) => Gain(grade, rank)).Sum();
        return ideal == 0 ? 0 : ranking.Take(depth).Select((id, rank) => Gain(GradeOf(id, grades), rank)).Sum() / ideal;
    }

    /// <summary>The share of the relevant documents among the first <paramref name="depth"/>.</summary>
    public static double Recall(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        var relevant = grades.Values.Count(grade => grade > 0);
        return relevant == 0 ? 0 : (double)ranking.Take(depth).Count(id => GradeOf(id, grades) > 0) / relevant;
    }

    /// <summary>One divided by the rank of the first relevant document, 0 when it is not among the first <paramref name="depth"/>.</summary>
    public static double ReciprocalRank(IReadOnlyList<string> ranking, IReadOnlyDictionary<string, int> grades, int depth)
    {
        for (var rank = 0; rank < Math.Min(depth, ranking.Count); rank++)
        {
            if (GradeOf(ranking[rank], grades) > 0)
            {
                return 1.0 / (rank + 1);
            }
        }

        return 0;
    }

    /// <summary>The mean to four places, 0 of nothing.</summary>
    internal static double Mean(IEnumerable<double> values) => Math.Round(values.DefaultIfEmpty().Average(), 4);

    private static int GradeOf(string id, IReadOnlyDictionary<string, int> grades) => grades.TryGetValue(id, out var grade) ? grade : 0;

    private static double Gain(int grade, int rank) => Math.Max(0, grade) / Math.Log2(rank + 2);
}
