using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.Storage.Qdrant;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the index that replicas share.</summary>
internal static class QdrantServiceCollectionExtensions
{
    private const string EndpointKey = $"{QdrantOptions.SectionName}:{nameof(QdrantOptions.Endpoint)}";

    /// <summary>Puts Qdrant where the index of one process stands, and keeps that where no endpoint is given or a host has put one there itself.</summary>
    public static IServiceCollection AddQdrant(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddQdrantOptions();
        if (string.IsNullOrWhiteSpace(configuration[EndpointKey]) || !HasIndexOfOneProcess(services))
        {
            return services;
        }

        services.RemoveAll<IKnowledgeIndex>();
        services.AddQdrantIndex();
        services.AddSingleton<IKnowledgeIndex>(provider => provider.GetRequiredService<PatientKnowledgeIndex>());
        services.Replace(ServiceDescriptor.Singleton<IKnowledgeSnapshots, NoSnapshots>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, QdrantTakeover>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, QdrantLeftovers>());
        return services;
    }

    /// <summary>Registers what an operator's commands do to the collection, when an endpoint is given.</summary>
    public static IServiceCollection AddQdrantUpkeep(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddQdrantOptions();
        if (!string.IsNullOrWhiteSpace(configuration[EndpointKey]))
        {
            services.AddQdrantIndex();
            services.TryAddSingleton<IIndexUpkeep, QdrantUpkeep>();
        }

        return services;
    }

    /// <summary>Registers what speaks to Qdrant, without putting it anywhere. With an embedding model, which is registered before, passages get vectors.</summary>
    public static IServiceCollection AddQdrantIndex(this IServiceCollection services)
    {
        if (services.Any(known => known.ServiceType == typeof(VectorSpace)))
        {
            services.TryAddSingleton<IChunkEmbedder, ModelChunkEmbedder>();
        }

        services.TryAddSingleton<QdrantHttp>();
        services.TryAddSingleton<QdrantBreaker>();
        services.TryAddSingleton<QdrantMetrics>();
        services.TryAddSingleton<QdrantClient>();
        services.TryAddSingleton<QdrantApi>();
        services.TryAddSingleton<QdrantCollections>();
        services.TryAddSingleton<QdrantDocumentCache>();
        services.TryAddSingleton<QdrantReader>();
        services.TryAddSingleton<QdrantSearch>();
        services.TryAddSingleton<QdrantWriter>();
        services.TryAddSingleton<QdrantVectors>();
        services.TryAddSingleton<PublishedTerms>();
        services.TryAddSingleton<QdrantConsistency>();
        services.TryAddSingleton<QdrantKnowledgeIndex>();
        services.TryAddSingleton<PatientKnowledgeIndex>();
        return services;
    }

    private static void AddQdrantOptions(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<QdrantOptions>().BindConfiguration(QdrantOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QdrantOptions>, QdrantOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<QdrantOptions>, QdrantAddressValidator>());
    }

    // The default is the only one that is registered by a factory.
    private static bool HasIndexOfOneProcess(IServiceCollection services)
        => services.LastOrDefault(known => known.ServiceType == typeof(IKnowledgeIndex)) is { ImplementationFactory: not null };
}
