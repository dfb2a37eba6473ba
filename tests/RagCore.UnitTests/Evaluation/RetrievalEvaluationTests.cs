using System.Text.Json;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.UnitTests.Knowledge;
using ChatOpsBot.RagCore.UnitTests.Knowledge.Dense;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation;

public sealed class RetrievalEvaluationTests
{
    private static readonly BeirDataSet Data = new(
        [new("d1", "Leave", "Annual leave is 27 days."), new("d2", "", string.Join("\n\n", Enumerable.Repeat("Travel is booked early. " + new string('x', 700), 5)))],
        [new("q1", "annual leave"), new("q2", "book travel")],
        new Dictionary<string, IReadOnlyDictionary<string, int>>
        {
            ["q1"] = new Dictionary<string, int> { ["d1"] = 1 },
            ["q2"] = new Dictionary<string, int> { ["d2"] = 1, ["d9"] = 1 },
        });

    private static readonly Dictionary<string, int> Grades = new() { ["a"] = 2, ["b"] = 1, ["c"] = 0, ["d"] = -1 };

    [Fact]
    public void Ndcg_is_that_of_trec_eval()
    {
        // (0/log2(2) + 1/log2(3) + 2/log2(4)) / (2/log2(2) + 1/log2(3))
        Assert.Equal((0.63093 + 1) / 2.63093, RankingMetrics.Ndcg(["c", "b", "a"], Grades, 10), 5);
        Assert.Equal(1, RankingMetrics.Ndcg(["a", "b"], Grades, 10), 10);
        Assert.Equal(0, RankingMetrics.Ndcg(["d", "x"], Grades, 10));
        Assert.Equal(0.63093 / 2.63093, RankingMetrics.Ndcg(["c", "b", "a"], Grades, 2), 5);
        Assert.Equal(0, RankingMetrics.Ndcg([], new Dictionary<string, int>(), 10));
    }

    [Fact]
    public void Recall_and_reciprocal_rank_count_only_relevant_documents_within_the_depth()
    {
        Assert.Equal(0.5, RankingMetrics.Recall(["c", "b", "d"], Grades, 100));
        Assert.Equal(0, RankingMetrics.Recall(["c", "b"], Grades, 1));
        Assert.Equal(0.5, RankingMetrics.ReciprocalRank(["c", "b", "a"], Grades, 10));
        Assert.Equal(0, RankingMetrics.ReciprocalRank(["c", "d", "a"], Grades, 2));
    }

    [Fact]
    public void Percentiles_are_those_of_the_nearest_rank()
    {
        var summary = LatencySummary.Of(Enumerable.Range(1, 200).Select(number => (double)number).Reverse());

        Assert.Equal((100, 198), (summary.P50, summary.P99));
        Assert.Equal((0, 0), (LatencySummary.Of([]).P50, LatencySummary.Of([]).P99));
    }

    [Fact]
    public async Task A_corpus_is_indexed_asked_and_reported_in_the_promised_shape()
    {
        var report = await new RetrievalEvaluation(TimeProvider.System).RunAsync(Data, progress: null, CancellationToken.None);

        using var json = JsonDocument.Parse(JsonSerializer.Serialize(report));
        Assert.Equal(
            ["documents", "queries", "ndcg_at_10", "recall_at_100", "mrr_at_10", "build_ms", "index_bytes", "latency_ms", "dev", "test"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal((2, 2, 0.75, 1), (report.Documents, report.Queries, report.RecallAt100, report.MrrAt10));
        Assert.True(report.IndexBytes > 0);
    }

    [Fact]
    public async Task Each_half_has_its_own_figures_and_can_be_asked_alone()
    {
        var evaluation = new RetrievalEvaluation(TimeProvider.System);
        var both = await evaluation.RunAsync(Data, progress: null, CancellationToken.None);
        var dev = await evaluation.RunAsync(Data.Only(QuestionPart.Dev), progress: null, CancellationToken.None);

        Assert.Equal((1, 0.5), (both.Dev!.Queries, both.Dev.RecallAt100));
        Assert.Equal((1, 1), (both.Test!.Queries, both.Test.RecallAt100));
        Assert.Equal((1, 0.5, both.Dev), (dev.Queries, dev.RecallAt100, dev.Dev));
        Assert.Null(dev.Test);
    }

    [Fact]
    public async Task Sets_count_the_same_whatever_their_size()
    {
        var evaluation = new RetrievalEvaluation(TimeProvider.System);
        var all = SetsReport.Of(new Dictionary<string, RetrievalReport>
        {
            ["both"] = await evaluation.RunAsync(Data, progress: null, CancellationToken.None),
            ["test"] = await evaluation.RunAsync(Data.Only(QuestionPart.Test), progress: null, CancellationToken.None),
        });

        Assert.Equal((0.875, 1), (all.Mean.RecallAt100, all.Mean.TestNdcgAt10));
        Assert.Equal(all.Sets["both"].Dev!.NdcgAt10, all.Mean.DevNdcgAt10);
    }

    [Fact]
    public async Task Words_and_meaning_are_measured_with_every_vector_there_and_never_without()
    {
        using var fixture = new HybridFixture();
        var whole = new WholeHybridIndex(fixture.Index, fixture.Backfill, fixture.Health);
        var report = await new RetrievalEvaluation(TimeProvider.System).RunAsync(Data, whole, fixture.Lexical, progress: null, CancellationToken.None);

        Assert.Equal((0, 0.75), (fixture.Dense.WaitingCount, report.RecallAt100));
        Assert.True(report.IndexBytes > 0);

        fixture.Model.Before = (_, _, _) => throw new HttpRequestException("gone");
        await Assert.ThrowsAsync<DataSetException>(() => whole.SearchAsync("annual leave", Documents.Everyone, 10, CancellationToken.None));
        await Assert.ThrowsAsync<DataSetException>(() => whole.UpsertAsync([Documents.Of("more")], CancellationToken.None));
    }
}
