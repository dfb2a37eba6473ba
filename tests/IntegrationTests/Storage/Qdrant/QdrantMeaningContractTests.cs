using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>The contract with an embedding model, every passage with its vector before the next step.</summary>
public sealed class QdrantMeaningContractTests : QdrantContractTests
{
    private FakeEmbeddings _model = null!;

    protected override IKnowledgeIndex Index => new SettledIndex(Replica);

    private protected override FakeEmbeddings Model => _model;

    public override async Task InitializeAsync()
    {
        _model = await FakeEmbeddings.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _model.DisposeAsync();
    }

    /// <summary>Meaning has something for every question: what it alone finds is left out, the rest stands where it stands.</summary>
    private sealed class SettledIndex(QdrantReplica replica) : IKnowledgeIndex, ITermStatistics
    {
        public string Version => replica.Index.Version;

        public async Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
        {
            var words = TermsOf(question);
            var found = await replica.Index.SearchAsync(question, access, limit, cancellationToken);
            return [.. found.Where(passage => TermsOf($"{passage.Chunk.Document.Title} {string.Join(' ', passage.Chunk.HeadingPath)} {passage.Chunk.Text}").Overlaps(words))];
        }

        public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
        {
            await replica.Index.UpsertAsync(documents, cancellationToken);
            await replica.SettleAsync();
        }

        public Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
            => replica.Index.RemoveAsync(tenant, documentIds, cancellationToken);

        public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
            => replica.Index.FindAsync(documentId, access, cancellationToken);

        public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
            => replica.Index.ListSourcesAsync(access, cancellationToken);

        public double RarityOf(string term, AccessFilter access) => replica.Index.RarityOf(term, access);

        private static HashSet<string> TermsOf(string text) => [.. TextAnalyzer.Analyze(text).Select(token => token.Term)];
    }
}
