using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>Two configurations over the same questions. The names in JSON are a promise to programs.</summary>
public sealed record PairedComparison
{
    private const int Rounds = 10_000;

    /// <summary>Gets how many questions both have.</summary>
    [JsonPropertyName("queries")]
    public required int Queries { get; init; }

    /// <summary>Gets by how much nDCG@10, or the share of cases that pass, is higher than before, on average.</summary>
    [JsonPropertyName("mean_difference")]
    public required double MeanDifference { get; init; }

    [JsonPropertyName("better")]
    public required int Better { get; init; }

    [JsonPropertyName("worse")]
    public required int Worse { get; init; }

    /// <summary>Gets how likely so large a difference is when the two are equally good: the two-sided paired randomisation test.</summary>
    [JsonPropertyName("p_value")]
    public required double PValue { get; init; }

    /// <summary>Compares results with earlier ones of the same questions; questions that only one of them has are left out.</summary>
    /// <param name="earlier">What is compared with.</param>
    /// <param name="later">What may be better.</param>
    /// <param name="random">Flips the signs; the same seed gives the same result.</param>
    public static PairedComparison Of(IReadOnlyList<QueryResult> earlier, IReadOnlyList<QueryResult> later, Random random)
        => Of(Scores(earlier), Scores(later), random);

    /// <summary>Compares the scores of questions with earlier ones of the same questions; questions that only one of them has are left out.</summary>
    /// <param name="earlier">What is compared with.</param>
    /// <param name="later">What may be better.</param>
    /// <param name="random">Flips the signs; the same seed gives the same result.</param>
    public static PairedComparison Of(IReadOnlyDictionary<string, double> earlier, IReadOnlyDictionary<string, double> later, Random random)
    {
        var differences = later.Where(score => earlier.ContainsKey(score.Key)).Select(score => score.Value - earlier[score.Key]).ToArray();
        return new PairedComparison
        {
            Queries = differences.Length,
            MeanDifference = Math.Round(differences.DefaultIfEmpty().Average(), 4),
            Better = differences.Count(difference => difference > 0),
            Worse = differences.Count(difference => difference < 0),
            PValue = Math.Round(Test(differences, random), 4),
        };
    }

    private static Dictionary<string, double> Scores(IReadOnlyList<QueryResult> results)
        => results.ToDictionary(result => result.Query, result => result.NdcgAt10, StringComparer.Ordinal);

    private static double Test(double[] differences, Random random)
    {
        var observed = Math.Abs(differences.Sum());
        var atLeast = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var sum = 0d;
            foreach (var difference in differences)
            {
                sum += random.Next(2) == 0 ? difference : -difference;
            }

            atLeast += Math.Abs(sum) >= observed - 1e-12 ? 1 : 0;
        }

        return (atLeast + 1d) / (Rounds + 1);
    }
}
