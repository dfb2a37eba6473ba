using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Lexical.Building;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>
/// BM25 in process. Each tenant has postings and statistics of its own. Searches read a snapshot that never changes; writers replace it
/// when the next one is complete.
/// </summary>
public sealed class LexicalIndex : IKnowledgeIndex, ITermStatistics, IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private ImmutableDictionary<TenantId, TenantSnapshot> _tenants = ImmutableDictionary<TenantId, TenantSnapshot>.Empty;
    private long _version;

    /// <inheritdoc/>
    public string Version => Volatile.Read(ref _version).ToString(CultureInfo.InvariantCulture);

    /// <summary>Gets how many bytes the arrays take that searches read.</summary>
    public long Bytes => _tenants.Values.Sum(tenant => tenant.Segments.Sum(view => view.Segment.MeasureBytes()));

    /// <inheritdoc/>
    public Task<IReadOnlyList<Passage>> SearchAsync(string question, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<Passage> passages = access.IsEmpty || limit <= 0 || !_tenants.TryGetValue(access.Tenant, out var snapshot)
            ? []
            : Search(question, snapshot, access, limit);
        return Task.FromResult(passages);
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            var tenants = _tenants;
            foreach (var group in documents.GroupBy(document => document.Tenant))
            {
                var snapshot = tenants.GetValueOrDefault(group.Key) ?? TenantSnapshot.Create(group.Key);
                tenants = tenants.SetItem(group.Key, snapshot.With(Analyze(group, snapshot.Vocabulary, cancellationToken)));
            }

            Publish(tenants);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(TenantId tenant, IReadOnlyCollection<string> documentIds, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_tenants.TryGetValue(tenant, out var snapshot))
            {
                Publish(_tenants.SetItem(tenant, snapshot.Without(documentIds.ToHashSet(StringComparer.Ordinal))));
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<Document?> FindAsync(string documentId, AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var document = _tenants.TryGetValue(access.Tenant, out var snapshot) ? snapshot.Find(documentId) : null;
        return Task.FromResult(document is not null && access.Admits(document.Tenant, document.Source, document.Readers) ? document : null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SourceSummary>> ListSourcesAsync(AccessFilter access, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var admitted = _tenants.TryGetValue(access.Tenant, out var snapshot) && !access.IsEmpty
            ? snapshot.Segments.SelectMany(view => view.Live).Where(each => access.Admits(each.Tenant, each.Source, each.Readers))
            : [];
        IReadOnlyList<SourceSummary> summaries =
        [
            .. admitted.GroupBy(document => document.Source, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new SourceSummary(group.Key, group.Count(), Folders(group))),
        ];
        return Task.FromResult(summaries);
    }

    /// <inheritdoc/>
    public double RarityOf(string term, AccessFilter access)
    {
        if (!_tenants.TryGetValue(access.Tenant, out var snapshot) || snapshot.LiveChunks == 0)
        {
            return 0;
        }

        return Bm25.Idf(snapshot.LiveChunks, CountChunks(term, snapshot));
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>Gets or sets who is told of the documents that a restored index brings along.</summary>
    internal Action<IEnumerable<Document>> OnRestored { get; set; } = static _ => { };

    /// <summary>Counts the passages of each source, over all tenants.</summary>
    internal IReadOnlyDictionary<string, int> CountPassages()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (source, passages) in _tenants.Values.SelectMany(tenant => tenant.Segments).SelectMany(view => view.PassageCounts))
        {
            counts[source] = counts.GetValueOrDefault(source) + passages;
        }

        return counts;
    }

    /// <summary>Returns what searches see now.</summary>
    internal IReadOnlyCollection<TenantSnapshot> Capture() => [.. _tenants.Values];

    /// <summary>Lets searches see what was kept, in place of what they saw.</summary>
    internal async Task RestoreAsync(IEnumerable<TenantSnapshot> tenants, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            Publish(tenants.ToImmutableDictionary(tenant => tenant.Tenant));
        }
        finally
        {
            _writing.Release();
        }

        OnRestored(_tenants.Values.SelectMany(tenant => tenant.Segments).SelectMany(view => view.Live));
    }

    /// <summary>Returns what a tenant's searches see now.</summary>
    internal TenantSnapshot? SnapshotOf(TenantId tenant) => _tenants.GetValueOrDefault(tenant);

    private static Passage[] Search(string question, TenantSnapshot snapshot, AccessFilter access, int limit)
    {
        var candidates = PassageSearch.Rank(question, snapshot, access, limit);
        var passages = new Passage[candidates.Length];
        for (var index = 0; index < passages.Length; index++)
        {
            passages[index] = new Passage(snapshot.Segments[candidates[index].Segment].Segment.Materialize(candidates[index].Chunk), candidates[index].Score);
        }

        return passages;
    }

    /// <summary>Counts the chunks that hold a term; when there is none, those that hold what the term becomes in a language of the documents.</summary>
    private static int CountChunks(string term, TenantSnapshot snapshot)
    {
        var most = snapshot.CountChunks(snapshot.Vocabulary.Find(term));
        for (var languages = most == 0 ? snapshot.Vocabulary.Languages : 0; languages != 0; languages &= languages - 1)
        {
            var language = (TextLanguage)BitOperations.TrailingZeroCount(languages);
            most = Math.Max(most, snapshot.CountChunks(snapshot.Vocabulary.FindWord(term, term.All(char.IsAsciiLetter), language)));
        }

        return most;
    }

    private static string[] Folders(IEnumerable<Document> documents) =>
    [
        .. documents.Select(document => document.Id.IndexOf('/', StringComparison.Ordinal) is var at and > 0 ? document.Id[..at] : null)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The last of several documents with one id wins, in the place of the first.</summary>
    private static AnalyzedDocument[] Analyze(IEnumerable<Document> documents, Vocabulary vocabulary, CancellationToken cancellationToken)
    {
        var latest = new OrderedDictionary<string, Document>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            latest[document.Id] = document;
        }

        var analyzed = new AnalyzedDocument[latest.Count];
        Parallel.For(
            0,
            analyzed.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new DocumentAnalyzer(vocabulary),
            (number, _, analyzer) =>
            {
                analyzed[number] = analyzer.Analyze(latest.GetAt(number).Value);
                return analyzer;
            },
            _ => { });
        return analyzed;
    }

    private void Publish(ImmutableDictionary<TenantId, TenantSnapshot> tenants)
    {
        Volatile.Write(ref _tenants, tenants);
        Interlocked.Increment(ref _version);
    }
}
