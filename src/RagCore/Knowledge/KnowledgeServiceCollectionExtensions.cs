using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the documents: the index, and reading them once.</summary>
internal static class KnowledgeServiceCollectionExtensions
{
    internal static IServiceCollection AddKnowledge(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(LexicalIndex)))
        {
            // Binding twice would add every configured source twice.
            return services;
        }

        services.AddOptionsWithValidateOnStart<KnowledgeOptions>().BindConfiguration(KnowledgeOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KnowledgeOptions>, KnowledgeOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KnowledgeOptions>, KnowledgeSourcesValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<LexicalIndex>();
        services.TryAddSingleton<IKnowledgeIndex>(provider => provider.GetService<HybridIndex>() ?? (IKnowledgeIndex)provider.GetRequiredService<LexicalIndex>());
        services.TryAddSingleton<KnownTenants>();
        services.TryAddSingleton<KnowledgeLoader>();
        services.TryAddSingleton<DocumentIngestion>();
        return services;
    }

    /// <summary>Puts the search by meaning beside the one by words. Needs an embedding model.</summary>
    internal static IServiceCollection AddHybridIndex(this IServiceCollection services)
    {
        services.TryAddSingleton<DenseIndex>();
        services.TryAddSingleton<DenseMetrics>();
        services.TryAddSingleton<EmbeddingHealth>();
        services.TryAddSingleton<QuestionEmbedder>();
        services.TryAddSingleton<PassageEmbedder>();
        services.TryAddSingleton<VectorBackfill>();
        services.TryAddSingleton<HybridIndex>();
        return services;
    }

    /// <summary>Keeps the index equal to the folders while the process serves. Commands that answer once leave it out.</summary>
    internal static IServiceCollection AddKnowledgeSync(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => new SnapshotFolder(
            provider.GetRequiredService<IndexFolder>().Path,
            typeof(LexicalIndex).Module.ModuleVersionId,
            provider.GetRequiredService<IIdGenerator>()));
        services.TryAddSingleton<IKnowledgeSnapshots, LexicalSnapshots>();
        services.TryAddSingleton<IndexKeeper>();
        services.AddCrawling();
        services.TryAddSingleton<SourceSet>();
        services.TryAddSingleton<ReadingCounter>();
        services.TryAddSingleton<IngestionMetrics>();
        services.TryAddSingleton<ReadingReport>();
        services.TryAddSingleton<KnowledgeSync>();
        services.TryAddSingleton<IKnowledgeReadiness>(provider => provider.GetRequiredService<KnowledgeSync>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, KnowledgeSync>(provider => provider.GetRequiredService<KnowledgeSync>()));
        return services;
    }

    /// <summary>Reads the pages of web sources while the process serves.</summary>
    private static void AddCrawling(this IServiceCollection services)
    {
        services.TryAddSingleton<ICrawlNetwork, SystemNetwork>();
        services.TryAddSingleton<CrawlLimits>();
        services.TryAddSingleton<CrawlTools>();
        services.TryAddSingleton<CrawlMetrics>();
        services.TryAddSingleton<CrawlSources>();
        services.TryAddSingleton<FirstCrawl>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebCrawler>());
    }
}
