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

    /// <summary>Runs the evaluation by words alone. <paramref name="progress"/> gets the share of questions asked so far.</summary>
    public async Task<RetrievalReport> RunAsync(BeirDataSet data, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var index = new LexicalIndex();
        return await RunAsync(data, index, index, progress, cancellationToken);
    }

    /// <summary>Runs the evaluation over an empty index.</summary>
    /// <param name="data">The set.</param>
    /// <param name="index">What is asked.</param>
    /// <param name="words">The part of it whose bytes are reported.</param>
    /// <param name="progress">Gets the share of questions asked so far.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    internal async Task<RetrievalReport> RunAsync(
        BeirDataSet data, IKnowledgeIndex index, LexicalIndex words, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await index.UpsertAsync([.. data.Documents.Select(ToDocument)], cancellationToken);
        var build = time.GetElapsedTime(started);

        var access = AccessFilter.For(TenantId.Default, [Principals.Everyone]);
        var results = new List<QueryResult>(data.Queries.Count);
        foreach (var query in data.Queries)
        {
            var asked = time.GetTimestamp();
            var passages = await index.SearchAsync(query.Text, access, Depth * PassagesPerDocument, cancellationToken);
            var elapsed = time.GetElapsedTime(asked).TotalMilliseconds;
            var ranking = passages.Select(passage => passage.Chunk.Document.Id).Distinct(StringComparer.Ordinal).ToArray();
            var grades = data.Judgements[query.Id];
            results.Add(new QueryResult
            {
                Query = query.Id,
                NdcgAt10 = RankingMetrics.Ndcg(ranking, grades, ShortDepth),
                RecallAt100 = RankingMetrics.Recall(ranking, grades, Depth),
                MrrAt10 = RankingMetrics.ReciprocalRank(ranking, grades, ShortDepth),
                LatencyMs = Math.Round(elapsed, 3),
                Ranking = ranking[..Math.Min(ShortDepth, ranking.Length)],
            });
            progress?.Report((double)results.Count / data.Queries.Count);
        }

        return new RetrievalReport
        {
            Documents = data.Documents.Count,
            Queries = data.Queries.Count,
            NdcgAt10 = RankingMetrics.Mean(results.Select(result => result.NdcgAt10)),
            RecallAt100 = RankingMetrics.Mean(results.Select(result => result.RecallAt100)),
            MrrAt10 = RankingMetrics.Mean(results.Select(result => result.MrrAt10)),
            BuildMs = Math.Round(build.TotalMilliseconds, 1),
            IndexBytes = words.Bytes,
            LatencyMs = LatencySummary.Of(results.Select(result => result.LatencyMs)),
            Dev = RetrievalHalf.Of(QuestionPart.Dev, results),
            Test = RetrievalHalf.Of(QuestionPart.Test, results),
            Results = results,
        };
    }

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
