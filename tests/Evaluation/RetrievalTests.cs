using ChatOpsBot.RagCore.Evaluation;
using Xunit.Abstractions;

namespace ChatOpsBot.Evaluation;

/// <summary>Retrieval over sets of different kinds, each held to plain BM25 as measured for the design.</summary>
[Trait("Category", DataSets.Category)]
public sealed class RetrievalTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("cranfield", 0.3747)]
    [InlineData("cacm", 0.4846)]
    [InlineData("scifact", 0.6868)]
    [InlineData("squad2", 0.8835)]
    [InlineData("dtc-faq", 0.8921)]
    [InlineData("northwind-hr", 0.4493)]
    public async Task No_set_is_ranked_worse_than_by_plain_BM25(string set, double plain)
    {
        var data = await BeirReader.ReadAsync(
            DataSets.PathOf(set, "corpus.jsonl"), DataSets.PathOf(set, "queries.jsonl"), DataSets.PathOf(set, "qrels.tsv"), CancellationToken.None);

        var report = await new RetrievalEvaluation(TimeProvider.System).RunAsync(data, progress: null, CancellationToken.None);

        output.WriteLine($"{set}: nDCG@10 {report.NdcgAt10}, recall@100 {report.RecallAt100}, MRR@10 {report.MrrAt10}");
        Assert.InRange(report.NdcgAt10, plain, 1);
    }
}
