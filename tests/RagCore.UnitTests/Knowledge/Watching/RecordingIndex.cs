using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>A real index that says when it changed, and what was written.</summary>
internal sealed class RecordingIndex : IKnowledgeIndex, IDisposable
{
    /// <summary>The word that a document must not hold to be indexed.</summary>
    public const string Poison = "unspeakable";

    private readonly LexicalIndex _index = new();
    private readonly SemaphoreSlim _changes = new(0);

    public List<string> Writes { get; } = [];

    public LexicalIndex Inner => _index;

    public string Version => _index.Version;

    /// <summary>Waits, change by change, until the condition holds; fails after a minute without one.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            Assert.True(await _changes.WaitAsync(TimeSpan.FromMinutes(1)), "The index did not change in time.");
        }
    }

    public async Task<bool> FindsAsync(string question)
        => (await SearchAsync(question, Documents.Everyone, 1, CancellationToken.None)).Count > 0;

    public Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
        => _index.SearchAsync(question, access, limit, cancellationToken);

    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        if (documents.Any(document => document.Text.Contains(Poison, StringComparison.Ordinal)))
        {
            throw new AggregateException(new FormatException("A document that cannot be cut."));
        }

        await _index.UpsertAsync(documents, cancellationToken);
        Record(documents.Select(document => "+" + document.Id));
    }

    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await _index.RemoveAsync(tenant, documentIds, cancellationToken);
        Record(documentIds.Select(id => "-" + id));
    }

    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => _index.FindAsync(documentId, access, cancellationToken);

    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => _index.ListSourcesAsync(access, cancellationToken);

    public void Dispose()
    {
        _index.Dispose();
        _changes.Dispose();
    }

    private void Record(IEnumerable<string> writes)
    {
        lock (Writes)
        {
            Writes.AddRange(writes.Order(StringComparer.Ordinal));
        }

        _changes.Release();
    }
}
