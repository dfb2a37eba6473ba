using ChatOpsBot.RagCore.Storage.Qdrant;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>One replica's index, with its own view of what was published.</summary>
internal sealed class QdrantReplica : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public QdrantReplica(Uri endpoint, string collection, TimeProvider? time = null, TimeSpan? timeout = null, string? apiKey = null, IChunkEmbedder? embedder = null)
    {
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(new Random(1))
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

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
