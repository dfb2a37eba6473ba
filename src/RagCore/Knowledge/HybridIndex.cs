using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Lexical;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>
/// Words and meaning together. What has no vector yet, and every question while the embedding model does not answer, is searched by words
/// alone. Writes change the vectors first, so that nothing is found by meaning that words no longer find.
/// </summary>
internal sealed class HybridIndex(LexicalIndex lexical, DenseIndex dense, VectorBackfill backfill, QuestionEmbedder questions)
    : IKnowledgeIndex, ITermStatistics, IDisposable
{
    /// <summary>How many of the best of each kind are brought together, at least.</summary>
    private const int Depth = 50;

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <inheritdoc/>
    public string Version => $"{lexical.Version}.{dense.Version}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (access.IsEmpty || limit <= 0 || dense.CountOf(access.Tenant) == 0 || !HasWords(question)
            || await questions.TryEmbedAsync(question, cancellationToken) is not { } vector)
        {
            return await lexical.SearchAsync(question, access, limit, cancellationToken);
        }

        var depth = Math.Max(limit, Depth);
        var near = dense.Search(vector.Span, access, depth);
        var worded = await lexical.SearchAsync(question, access, depth, cancellationToken);
        return ScoreFusion.Fuse(worded, near, limit);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            foreach (var group in documents.GroupBy(document => document.Tenant))
            {
                dense.Remove(group.Key, group.Select(document => document.Id));
            }

            await lexical.UpsertAsync(documents, cancellationToken);
            dense.Want(documents);
        }
        finally
        {
            _writing.Release();
        }

        backfill.WakeUp();
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            dense.Remove(tenant, documentIds);
            await lexical.RemoveAsync(tenant, documentIds, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => lexical.FindAsync(documentId, access, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => lexical.ListSourcesAsync(access, cancellationToken);

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => lexical.RarityOf(term, access);

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private static bool HasWords(string question) => TextAnalyzer.Analyze(EmbeddedText.Limit(question)).Count > 0;
}
