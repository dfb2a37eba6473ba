using System.Globalization;
using System.Net;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// The collections behind the alias. Each has the alias's name with what its points look like and a number; what looks otherwise is never written into,
/// and replaced by an empty one that the folders fill again.
/// </summary>
internal sealed partial class QdrantCollections(QdrantApi api, IOptions<QdrantOptions> options, ILogger<QdrantCollections> logger, IChunkEmbedder? embedder = null) : IDisposable
{
    // Changes whenever points are written otherwise: fields, terms, weights, ids.
    private const string Layout = "v2";
    private const int MaxQueryLimit = 10_000;
    private const int MaxWriteBatch = 1000;
    private const float Quantile = 0.99f;

    private static readonly FieldIndexRequest[] Indexes =
    [
        new(QdrantFields.Tenant, new FieldSchema("keyword", IsTenant: true)),
        new(QdrantFields.Readers, new FieldSchema("keyword")),
        new(QdrantFields.Document, new FieldSchema("keyword")),
        new(QdrantFields.Kind, new FieldSchema("keyword")),
        new(QdrantFields.Written, new FieldSchema("integer", Lookup: false, Range: true)),
    ];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile bool _isReady;

    /// <summary>Gets the name that searches and writes use.</summary>
    public string Alias => options.Value.Collection;

    private string Prefix => embedder is null ? $"{Alias}-{Layout}-" : string.Create(CultureInfo.InvariantCulture, $"{Alias}-{Layout}d{embedder.Dimensions}-");

    /// <summary>Makes the alias stand for a collection of today's form. Asks the server once.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_isReady)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_isReady)
            {
                var target = await TargetAsync(cancellationToken);
                if (target is null || !IsOfTodaysForm(target))
                {
                    await SwitchAsync(await CreateNextAsync(isFirst: target is null, cancellationToken), cancellationToken);
                }

                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Says that the server did not know the collection: the next use looks again.</summary>
    public void Forget() => _isReady = false;

    /// <summary>Creates an empty collection beside those there are, and returns its name.</summary>
    public Task<string> CreateNextAsync(CancellationToken cancellationToken) => CreateNextAsync(isFirst: false, cancellationToken);

    /// <summary>Makes the alias stand for another collection, from one request to the next, and deletes those it does not stand for.</summary>
    public async Task SwitchAsync(string collection, CancellationToken cancellationToken)
    {
        var old = await TargetAsync(cancellationToken);
        var create = new AliasAction(CreateAlias: new AliasTarget(collection, Alias));
        await api.ChangeAliasesAsync(new AliasChanges(old is null ? [create] : [new AliasAction(DeleteAlias: new AliasName(Alias)), create]), cancellationToken);
        AliasSwitched(Alias, collection);
        if (old is not null && old != collection)
        {
            await api.DropAsync(old, cancellationToken);
        }
    }

    /// <summary>Deletes a collection that was not finished.</summary>
    public Task DropAsync(string collection, CancellationToken cancellationToken) => api.DropAsync(collection, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<string?> TargetAsync(CancellationToken cancellationToken)
        => (await api.AliasesAsync(cancellationToken)).FirstOrDefault(alias => alias.AliasName == Alias)?.CollectionName;

    private bool IsOfTodaysForm(string collection) => collection.StartsWith(Prefix, StringComparison.Ordinal);

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

    [LoggerMessage(LogEvents.QdrantAliasSwitched, LogLevel.Information, "{Alias} is now the collection {Collection}")]
    private partial void AliasSwitched(string alias, string collection);

    [LoggerMessage(LogEvents.QdrantCollectionThere, LogLevel.Information, "Another replica has created the collection {Collection}")]
    private partial void CollectionThere(string collection);
}
