using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>One replica's index, with its own view of what was published.</summary>
internal sealed class QdrantReplica : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}");

    public QdrantReplica(
        Uri endpoint,
        string collection,
        TimeProvider? time = null,
        TimeSpan? timeout = null,
        string? apiKey = null,
        IChunkEmbedder? embedder = null,
        FakeEmbeddings? model = null,
        int dimensions = FakeEmbeddings.Dimensions,
        ILoggerProvider? logs = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(model is null ? [] : SettingsOf(model, dimensions)).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.Services.TryAddEnumerable(logs is null ? [] : [ServiceDescriptor.Singleton(logs)]))
            .AddMetrics()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(new Random(1))
            .AddEmbeddings(configuration, _ => _data)
            .AddQdrantIndex();
        services.Configure<QdrantOptions>(options =>
        {
            options.Endpoint = endpoint;
            options.Collection = collection;
            options.Timeout = timeout ?? TimeSpan.FromSeconds(20);
            options.ApiKey = apiKey;
        });
        if (embedder is not null)
        {
            services.TryAddSingleton(embedder);
        }

        _services = services.BuildServiceProvider();
    }

    public QdrantKnowledgeIndex Index => Get<QdrantKnowledgeIndex>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Waits for the vectors that the model gives.</summary>
    public async Task SettleAsync()
        => await Get<QdrantVectors>().FillAsync(await Get<QdrantCollections>().CurrentAsync(CancellationToken.None), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    private static Dictionary<string, string?> SettingsOf(FakeEmbeddings model, int dimensions) => new()
    {
        [$"{EmbeddingOptions.SectionName}:Provider"] = "OpenAI",
        [$"{EmbeddingOptions.SectionName}:Endpoint"] = model.Endpoint.ToString(),
        [$"{EmbeddingOptions.SectionName}:ApiKey"] = FakeEmbeddings.ApiKey,
        [$"{EmbeddingOptions.SectionName}:Model"] = FakeEmbeddings.FixedModel,
        [$"{EmbeddingOptions.SectionName}:Dimensions"] = $"{dimensions}",
    };
}
