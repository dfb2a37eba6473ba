using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// The collections behind the alias. Each has the alias's name with what its points look like, the embedding model among it, and a number. What looks
/// otherwise is neither read nor written: a collection is filled beside it and takes its place.
/// </summary>
internal sealed partial class QdrantCollections(QdrantApi api, IOptions<QdrantOptions> options, ILogger<QdrantCollections> logger, IChunkEmbedder? embedder = null) : IDisposable
{
    // Changes whenever points are written otherwise: fields, terms, weights, ids.
    private const string Layout = "v3";
    private const int MaxQueryLimit = 10_000;
    private const int MaxWriteBatch = 1000;
    private const float Quantile = 0.99f;

    private static readonly FieldIndexRequest[] Indexes =
    [
        new(QdrantFields.Tenant, new FieldSchema("keyword", IsTenant: true)),
        new(QdrantFields.Readers, new FieldSchema("keyword")),
        new(QdrantFields.Source, new FieldSchema("keyword")),
        new(QdrantFields.Document, new FieldSchema("keyword")),
        new(QdrantFields.Kind, new FieldSchema("keyword")),
        new(QdrantFields.Written, new FieldSchema("integer", Lookup: false, Range: true)),
    ];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile string? _current;
    private volatile bool _hasServed;

    /// <summary>Gets the name of the alias.</summary>
    public string Alias => options.Value.Collection;

    private string Form => embedder is null ? Layout : string.Create(CultureInfo.InvariantCulture, $"{Layout}d{embedder.Dimensions}m{embedder.Space}");

    private string Prefix => $"{Alias}-{Form}-";

    /// <summary>
    /// Returns the collection this process reads and writes: the one the alias stands for; while that has another form, one beside it, which
    /// <see cref="TakeOverAsync"/> puts in its place once it is filled. Asks the server once.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Replicas of another form have taken over from this one.</exception>
    public async Task<string> CurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _current ??= await ResolveAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says of a collection the server did not know whether the alias stands for another one now. The next use looks again.</summary>
    public async Task<bool> IsReplacedAsync(string collection, CancellationToken cancellationToken)
    {
        _current = null;
        return await TargetAsync(cancellationToken) is { } target && target != collection && IsOfTodaysForm(target);
    }

    /// <summary>Returns the collection the alias stands for; null when there is none.</summary>
    public async Task<string?> TargetAsync(CancellationToken cancellationToken)
        => (await api.AliasesAsync(cancellationToken)).FirstOrDefault(alias => alias.AliasName == Alias)?.CollectionName;

    /// <summary>Says whether a collection has the form that this release writes with the embedding model that is configured.</summary>
    public bool IsOfTodaysForm(string collection) => collection.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Returns the collections of this alias, of whatever form, that it does not stand for.</summary>
    public async Task<IReadOnlyList<string>> OthersAsync(CancellationToken cancellationToken)
    {
        var target = await TargetAsync(cancellationToken);
        return [.. (await api.CollectionsAsync(cancellationToken)).Where(name => name != target && IsOwn(name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Creates an empty collection beside those there are, and returns its name.</summary>
    public Task<string> CreateNextAsync(CancellationToken cancellationToken) => CreateNextAsync(isFirst: false, cancellationToken);

    /// <summary>Makes the alias stand for another collection, from one request to the next, and returns the one it stood for.</summary>
    public async Task<string?> SwitchAsync(string collection, CancellationToken cancellationToken)
    {
        var old = await TargetAsync(cancellationToken);
        if (old != collection)
        {
            var create = new AliasAction(CreateAlias: new AliasTarget(collection, Alias));
            await api.ChangeAliasesAsync(new AliasChanges(old is null ? [create] : [new AliasAction(DeleteAlias: new AliasName(Alias)), create]), cancellationToken);
            AliasSwitched(Alias, collection);
        }

        (_current, _hasServed) = (collection, true);
        return old == collection ? null : old;
    }

    /// <summary>Puts the collection of this process, now that it is filled, in the place of one of another form, which is returned; null when there was none.</summary>
    public async Task<string?> TakeOverAsync(CancellationToken cancellationToken)
    {
        var current = await CurrentAsync(cancellationToken);
        return await TargetAsync(cancellationToken) is { } target && IsOfTodaysForm(target) ? null : await SwitchAsync(current, cancellationToken);
    }

    /// <summary>Deletes a collection.</summary>
    public Task DropAsync(string collection, CancellationToken cancellationToken) => api.DropAsync(collection, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<string> ResolveAsync(CancellationToken cancellationToken)
    {
        var target = await TargetAsync(cancellationToken);
        if (target is null)
        {
            var first = await CreateNextAsync(isFirst: true, cancellationToken);
            await SwitchAsync(first, cancellationToken);
            return first;
        }

        if (IsOfTodaysForm(target))
        {
            _hasServed = true;
            return target;
        }

        if (_hasServed)
        {
            throw new StoreUnavailableException(
                $"{Alias} stands for {target}, which another release or another embedding model has filled: restart this replica as the others were, or give it a {QdrantOptions.SectionName}:{nameof(QdrantOptions.Collection)} of its own.");
        }

        // One that other replicas fill already, or that a start before this one did not finish: every document is compared anyway.
        var begun = (await api.CollectionsAsync(cancellationToken)).Where(IsOfTodaysForm).MaxBy(NumberOf);
        return begun ?? await CreateNextAsync(isFirst: true, cancellationToken);
    }

    // Replicas that start together choose the same first name, and the second to create it finds it there.
    private async Task<string> CreateNextAsync(bool isFirst, CancellationToken cancellationToken)
    {
        var last = isFirst ? 0 : (await api.CollectionsAsync(cancellationToken)).Select(NumberOf).DefaultIfEmpty().Max();
        var name = Prefix + (last + 1).ToString(CultureInfo.InvariantCulture);
        try
        {
            await api.CreateAsync(name, Settings(), cancellationToken);
        }
        catch (QdrantRefusedException refusal) when (refusal.Status == HttpStatusCode.Conflict)
        {
            CollectionThere(name);
        }

        foreach (var index in Indexes)
        {
            await api.IndexAsync(name, index, cancellationToken);
        }

        return name;
    }

    private int NumberOf(string collection) => IsOfTodaysForm(collection)
        && int.TryParse(collection.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private bool IsOwn(string collection) => collection.StartsWith(Alias, StringComparison.Ordinal) && FormAndNumber().IsMatch(collection[Alias.Length..]);

    private CollectionRequest Settings() => new()
    {
        Vectors = embedder is null
            ? new Dictionary<string, DenseVectorSettings>()
            : new Dictionary<string, DenseVectorSettings>
            {
                [QdrantFields.DenseVector] = new(embedder.Dimensions, "Cosine", OnDisk: true, new QuantizationSettings(new ScalarSettings("int8", Quantile, AlwaysRam: true))),
            },
        SparseVectors = new Dictionary<string, SparseVectorSettings> { [QdrantFields.TextVector] = new("idf") },
        OnDiskPayload = true,
        StrictModeConfig = new StrictModeSettings(
            Enabled: true, UnindexedFilteringRetrieve: false, UnindexedFilteringUpdate: false, MaxQueryLimit: MaxQueryLimit, UpsertMaxBatchsize: MaxWriteBatch),
    };

    [GeneratedRegex(@"^-v[0-9]+(d[0-9]+m[0-9a-f]+)?-[0-9]+$", RegexOptions.NonBacktracking)]
    private static partial Regex FormAndNumber();

    [LoggerMessage(LogEvents.QdrantAliasSwitched, LogLevel.Information, "{Alias} is now the collection {Collection}")]
    private partial void AliasSwitched(string alias, string collection);

    [LoggerMessage(LogEvents.QdrantCollectionThere, LogLevel.Information, "Another replica has created the collection {Collection}")]
    private partial void CollectionThere(string collection);
}
