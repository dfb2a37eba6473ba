using ChatOpsBot.RagCore.Evaluation;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation;

/// <summary>Two configurations are compared question by question, and chance is not called progress.</summary>
public sealed class PairedComparisonTests
{
    [Fact]
    public void A_difference_on_most_questions_is_significant()
    {
        var earlier = Results(number => number % 3 * 0.2);
        var later = Results(number => (number % 3 * 0.2) + (number % 10 == 0 ? -0.05 : 0.1));

        var comparison = PairedComparison.Of(earlier, later, new Random(1));

        Assert.Equal((40, 36, 4, 0.085), (comparison.Queries, comparison.Better, comparison.Worse, comparison.MeanDifference));
        Assert.InRange(comparison.PValue, 0, 0.001);
    }

    [Fact]
    public void Differences_that_even_out_are_not()
        => Assert.InRange(PairedComparison.Of(Results(_ => 0.5), Results(number => number % 2 == 0 ? 0.6 : 0.4), new Random(1)).PValue, 0.5, 1);

    [Fact]
    public void Questions_that_only_one_of_them_has_are_left_out()
        => Assert.Equal(40, PairedComparison.Of(Results(_ => 0), [.. Results(_ => 0), ResultOf("new", 1)], new Random(1)).Queries);

    [Fact]
    public async Task Results_come_back_from_their_file_and_other_files_are_named()
    {
        var path = Path.GetTempFileName();
        try
        {
            await QueryResultFile.WriteAsync(path, Results(number => number / 100.0), CancellationToken.None);
            Assert.Equal(Results(number => number / 100.0).Select(result => (result.Query, result.NdcgAt10)), (await QueryResultFile.ReadAsync(path, CancellationToken.None)).Select(result => (result.Query, result.NdcgAt10)));

            await File.WriteAllTextAsync(path, "no result\n");
            var fault = await Assert.ThrowsAsync<DataSetException>(() => QueryResultFile.ReadAsync(path, CancellationToken.None));
            Assert.Contains(":1:", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static QueryResult[] Results(Func<int, double> ndcg) => [.. Enumerable.Range(0, 40).Select(number => ResultOf($"q{number}", ndcg(number)))];

    private static QueryResult ResultOf(string query, double ndcg) => new() { Query = query, NdcgAt10 = ndcg, RecallAt100 = 1, MrrAt10 = 1, LatencyMs = 1, Ranking = [] };
}
