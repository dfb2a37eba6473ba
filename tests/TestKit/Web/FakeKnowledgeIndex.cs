using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.TestKit.Web;

/// <summary>Documents by id behind the access filter, without search.</summary>
public sealed class FakeKnowledgeIndex : IKnowledgeIndex
{
    /// <summary>Gets the documents.</summary>
    public IList<Document> Documents { get; } = [];

    public string Version => "1";

    /// <summary>Adds a Markdown document and returns this.</summary>
    public FakeKnowledgeIndex With(string id, string text, string tenant = "default", params string[] readers)
    {
        Documents.Add(new Document
        {
            Tenant = new TenantId(tenant),
            Id = id,
            Source = "handbook",
            Title = "Leave",
            Text = text,
            Format = TextFormat.Markdown,
            Version = "0123456789abcdef",
            Readers = readers,
        });
        return this;
    }

    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => Task.FromResult(Documents.FirstOrDefault(document => document.Id == documentId && access.Admits(document.Tenant, document.Source, [.. document.Readers])));

    public Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Passage>>([]);

    public Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<SourceSummary>>(
        [
            .. Documents.Where(document => access.Admits(document.Tenant, document.Source, [.. document.Readers]))
                .GroupBy(document => document.Source, StringComparer.Ordinal)
                .OrderBy(source => source.Key, StringComparer.Ordinal)
                .Select(source => new SourceSummary(source.Key, source.Count(), [])),
        ]);
}
