using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>Indexes a corpus as the product does, asks its questions one after the other and measures the rankings.</summary>
public sealed class RetrievalEvaluation(TimeProvider time)
{
    private const int Depth = 100;
    private const int ShortDepth = 10;

    // Several passages of a document count once: enough are asked for to see a hundred documents.
    private const int PassagesPerDocument = 3;

    private static readonly string[] EveryoneReads = [Principals.Everyone];

    /// <summary>Runs the evaluation. <paramref name="progress"/> gets the share of questions asked so far.</summary>
    public async Task<RetrievalReport> RunAsync(BeirDataSet data, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var index = new LexicalIndex();
        var started = time.GetTimestamp();
        await index.UpsertAsync([.. data.Documents.Select(ToDocument)], cancellationToken);
        var build = time.GetElapsedTime(started);

        var access = AccessFilter.For(TenantId.Default, [Principals.Everyone]);
        var scores = new List<(double Ndcg, double Recall, double Rank, double Milliseconds)>(data.Queries.Count);
        foreach (var query in data.Queries)
        {
            var asked = time.GetTimestamp();
            var passages = await index.SearchAsync(query.Text, access, Depth * PassagesPerDocument, cancellationToken);
            var elapsed = time.GetElapsedTime(asked).TotalMilliseconds;
            var ranking = passages.Select(passage => passage.Chunk.Document.Id).Distinct(StringComparer.Ordinal).ToArray();
            var grades = data.Judgements[query.Id];
            scores.Add((
                RankingMetrics.Ndcg(ranking, grades, ShortDepth),
                RankingMetrics.Recall(ranking, grades, Depth),
                RankingMetrics.ReciprocalRank(ranking, grades, ShortDepth),
                elapsed));
            progress?.Report((double)scores.Count / data.Queries.Count);
        }

        return new RetrievalReport
        {
            Documents = data.Documents.Count,
            Queries = data.Queries.Count,
            NdcgAt10 = Mean(scores.Select(score => score.Ndcg)),
            RecallAt100 = Mean(scores.Select(score => score.Recall)),
            MrrAt10 = Mean(scores.Select(score => score.Rank)),
            BuildMs = Math.Round(build.TotalMilliseconds, 1),
            IndexBytes = index.Bytes,
            LatencyMs = LatencySummary.Of(scores.Select(score => Math.Round(score.Milliseconds, 3))),
        };
    }

    private static double Mean(IEnumerable<double> values) => Math.Round(values.DefaultIfEmpty().Average(), 4);

    private static Document ToDocument(BeirDocument document) => new()
    {
        Tenant = TenantId.Default,
        Id = document.Id,
        Source = "corpus",
        Title = document.Title,
        Text = document.Text,
        Format = TextFormat.Plain,
        Version = "0",
        Readers = EveryoneReads,
    };
}
