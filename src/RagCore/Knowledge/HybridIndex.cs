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
internal sealed class HybridIndex : IKnowledgeIndex, ITermStatistics, IDisposable
{
    /// <summary>How many of the best of each kind are brought together, at least.</summary>
    private const int Depth = 50;

    private readonly LexicalIndex _lexical;
    private readonly DenseIndex _dense;
    private readonly VectorBackfill _backfill;
    private readonly QuestionEmbedder _questions;
    private readonly SemaphoreSlim _writing = new(1, 1);

    public HybridIndex(LexicalIndex lexical, DenseIndex dense, VectorBackfill backfill, QuestionEmbedder questions)
    {
        (_lexical, _dense, _backfill, _questions) = (lexical, dense, backfill, questions);
        lexical.OnRestored = Embed;
    }

    /// <inheritdoc/>
    public string Version => $"{_lexical.Version}.{_dense.Version}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (access.IsEmpty || limit <= 0 || _dense.CountOf(access.Tenant) == 0 || !HasWords(question)
            || await _questions.TryEmbedAsync(question, cancellationToken) is not { } vector)
        {
            return await _lexical.SearchAsync(question, access, limit, cancellationToken);
        }

        var depth = Math.Max(limit, Depth);
        var near = _dense.Search(vector.Span, access, depth);
        var worded = await _lexical.SearchAsync(question, access, depth, cancellationToken);
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
                _dense.Remove(group.Key, group.Select(document => document.Id));
            }

            await _lexical.UpsertAsync(documents, cancellationToken);
            _dense.Want(documents);
        }
        finally
        {
            _writing.Release();
        }

        _backfill.WakeUp();
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _dense.Remove(tenant, documentIds);
            await _lexical.RemoveAsync(tenant, documentIds, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
        => _lexical.FindAsync(documentId, access, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
        => _lexical.ListSourcesAsync(access, cancellationToken);

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access) => _lexical.RarityOf(term, access);

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    private void Embed(IEnumerable<Document> documents)
    {
        _dense.Want(documents);
        _backfill.WakeUp();
    }

    private static bool HasWords(string question) => TextAnalyzer.Analyze(EmbeddedText.Limit(question)).Count > 0;
}
