using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>Scores points as the server does: sparse vectors with the frequencies of the whole collection, dense ones by angle or product.</summary>
internal static class FakeQdrantVectors
{
    // The constant of the server's reciprocal rank fusion.
    private const double RankOffset = 2;

    public static Dictionary<uint, float> Sparse(JsonNode vector)
    {
        var (indices, values) = (vector["indices"]!.AsArray(), vector["values"]!.AsArray());
        return indices.Zip(values).ToDictionary(pair => pair.First!.GetValue<uint>(), pair => pair.Second!.GetValue<float>());
    }

    public static float[] Dense(JsonNode vector) => [.. vector.AsArray().Select(value => value!.GetValue<float>())];

    /// <summary>Returns those of the candidates that share a dimension with the question.</summary>
    public static IEnumerable<(string Id, double Score)> ScoreSparse(
        Dictionary<uint, float> question, IReadOnlyCollection<Dictionary<uint, float>> all, IEnumerable<(string Id, Dictionary<uint, float> Vector)> candidates, bool withIdf)
    {
        var weights = question.ToDictionary(pair => pair.Key, pair => pair.Value * (withIdf ? Idf(all.Count, all.Count(vector => vector.ContainsKey(pair.Key))) : 1));
        return candidates.Where(each => each.Vector.Keys.Any(weights.ContainsKey))
            .Select(each => (each.Id, weights.Sum(pair => pair.Value * each.Vector.GetValueOrDefault(pair.Key))));
    }

    public static double ScoreDense(float[] one, float[] other, string distance)
    {
        var product = one.Zip(other).Sum(pair => (double)pair.First * pair.Second);
        return distance switch
        {
            "Dot" => product,
            "Cosine" => product / Math.Max(Length(one) * Length(other), double.Epsilon),
            _ => throw new NotSupportedException($"The stand-in does not know the distance {distance}."),
        };
    }

    public static IEnumerable<(string Id, double Score)> Fuse(IEnumerable<IReadOnlyList<(string Id, double Score)>> rankings) => rankings
        .SelectMany(ranking => ranking.Select((hit, rank) => (hit.Id, Score: 1 / (rank + RankOffset))))
        .GroupBy(hit => hit.Id, StringComparer.Ordinal)
        .Select(group => (group.Key, group.Sum(hit => hit.Score)));

    public static IReadOnlyList<(string Id, double Score)> Best(IEnumerable<(string Id, double Score)> hits, int limit)
        => [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal).Take(limit)];

    private static double Idf(int points, int with) => Math.Log(1 + ((points - with + 0.5) / (with + 0.5)));

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));
}
