using System.Text.Json;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.TestKit.Files;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Qdrant;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>
/// How well the stand-in ranks beside the index of one process, over the handbook. A small set: it sees a fault of the wiring, and says little of other
/// documents.
/// </summary>
public sealed class QdrantQualityTests(ITestOutputHelper output)
{
    private const int Depth = 10;

    // Far below what was measured, and far above what a fault of weights, terms or fusion leaves.
    private const double Floor = 0.75;

    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task The_right_document_of_the_handbook_is_near_the_top_with_and_without_meaning()
    {
        var documents = await HandbookAsync();
        await using var fake = await FakeQdrant.StartAsync();
        await using var model = await FakeEmbeddings.StartAsync();
        await using var words = new QdrantReplica(fake.Endpoint, "words");
        await using var meaning = new QdrantReplica(fake.Endpoint, "meaning", model: model);
        using var own = new LexicalIndex();
        await meaning.Index.UpsertAsync(documents, None);
        await meaning.SettleAsync();

        var measured = new Dictionary<string, double>
        {
            ["in process"] = await NdcgAsync(own, documents),
            ["stand-in, words"] = await NdcgAsync(words.Index, documents),
            ["stand-in, words and meaning"] = await NdcgAsync(meaning.Index, documents),
        };

        foreach (var (name, ndcg) in measured)
        {
            output.WriteLine($"{name}: nDCG@{Depth} {ndcg:F4}");
        }

        Assert.All(measured.Values, ndcg => Assert.InRange(ndcg, Floor, 1));
        fake.AssertValid();
    }

    private static async Task<double> NdcgAsync(IKnowledgeIndex index, IReadOnlyCollection<Document> documents)
    {
        await index.UpsertAsync(documents, None);
        var sum = 0.0;
        var questions = await QuestionsAsync();
        foreach (var (question, document) in questions)
        {
            var found = await index.SearchAsync(question, Everyone, Depth * 5, None);
            string[] ranking = [.. found.Select(passage => passage.Chunk.Document.Id).Distinct()];
            sum += RankingMetrics.Ndcg(ranking, new Dictionary<string, int> { [document] = 1 }, Depth);
        }

        return sum / questions.Count;
    }

    private static async Task<IReadOnlyList<(string Question, string Document)>> QuestionsAsync()
    {
        await using var file = File.OpenRead(RepositoryFiles.PathOf("tests", "Evaluation", "Handbook", "questions.json"));
        using var json = await JsonDocument.ParseAsync(file);
        return
        [
            .. from question in json.RootElement.EnumerateArray()
               where question.TryGetProperty("document", out var document) && document.ValueKind == JsonValueKind.String
               select (question.GetProperty("question").GetString()!, question.GetProperty("document").GetString()!),
        ];
    }

    private static async Task<IReadOnlyList<Document>> HandbookAsync()
    {
        var loader = new KnowledgeLoader(Options.Create(new KnowledgeOptions()), new ContentRoot(RepositoryFiles.Root), TimeProvider.System);
        var nothing = new FolderDocumentStore(Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}"), new RagCore.Diagnostics.TimeOrderedIdGenerator(TimeProvider.System));
        return (await loader.ReadAsync(nothing, progress: null, None)).Documents;
    }
}
