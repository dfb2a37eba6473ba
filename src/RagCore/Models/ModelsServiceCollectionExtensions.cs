using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Models.Chat.Providers;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.RagCore.Models.Reranking;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the models.</summary>
internal static class ModelsServiceCollectionExtensions
{
    private const string Folder = "embeddings";

    /// <summary>Adds the embedding model and the search by meaning, when one is configured.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Says whether a model is configured.</param>
    /// <param name="dataPath">Returns the folder of what is kept.</param>
    internal static IServiceCollection AddEmbeddings(this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, string> dataPath)
    {
        services.AddOptionsWithValidateOnStart<EmbeddingOptions>().BindConfiguration(EmbeddingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddingOptions>, EmbeddingOptionsConsistency>());
        if (string.IsNullOrWhiteSpace(configuration[$"{EmbeddingOptions.SectionName}:{nameof(EmbeddingOptions.Provider)}"]))
        {
            return services;
        }

        services.TryAddSingleton<EmbeddingHttp>();
        services.TryAddSingleton(provider => EmbeddingChain.SpaceOf(OptionsOf(provider)));
        services.TryAddSingleton(provider => new VectorFile(
            Path.Combine(dataPath(provider), Folder), provider.GetRequiredService<VectorSpace>(), provider.GetRequiredService<ILogger<VectorFile>>()));
        services.TryAddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => EmbeddingChain.Around(
            new OpenAiEmbeddingGenerator(OptionsOf(provider), provider.GetRequiredService<EmbeddingHttp>(), provider.GetRequiredService<TimeProvider>()),
            OptionsOf(provider),
            provider.GetRequiredService<VectorFile>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>()));
        return services.AddHybridIndex();
    }

    /// <summary>Adds who puts passages in order, when one is configured. A chat model does it only where chat models are registered.</summary>
    internal static IServiceCollection AddReranker(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<RerankOptions>().BindConfiguration(RerankOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RerankOptions>, RerankOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RerankOptions>, RerankOptionsConsistency>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RerankOptions>, RerankModelPresence>());
        if (string.IsNullOrWhiteSpace(configuration[$"{RerankOptions.SectionName}:{nameof(RerankOptions.Provider)}"]))
        {
            return services;
        }

        services.TryAddSingleton<RerankHttp>();
        services.TryAddSingleton<IReranker>(provider => provider.GetRequiredService<IOptions<RerankOptions>>().Value is { Provider: RerankProvider.Cohere } options
            ? new ServiceReranker(options, provider.GetRequiredService<RerankHttp>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Random>())
            : new ModelReranker(provider.GetRequiredService<IChatClient>(), provider.GetRequiredService<IPromptLibrary>()));
        return services;
    }

    /// <summary>Adds the models that write answers, when at least one is configured.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">Says whether a model is configured.</param>
    internal static IServiceCollection AddChatModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<ChatModelsOptions>().BindConfiguration(ChatModelsOptions.SectionName).PostConfigure<IConfiguration>(KeepEmptyAllowLists);
        services.AddOptionsWithValidateOnStart<HedgingOptions>().BindConfiguration(HedgingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ChatModelsOptions>, ChatModelsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ChatModelsOptions>, ChatModelsOptionsConsistency>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HedgingOptions>, HedgingOptionsValidator>());
        if (!configuration.GetSection(ChatModelsOptions.SectionName).GetSection(nameof(ChatModelsOptions.Chat)).GetChildren().Any())
        {
            return services;
        }

        services.PostConfigure<InboxOptions>(inbox => inbox.Workers ??= InboxOptions.WorkersWithModel);
        services.TryAddSingleton(provider => new ChatHttp(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ProviderClients>();
        services.TryAddSingleton<ChatTelemetry>();
        services.TryAddSingleton<ChatChain>();
        services.TryAddSingleton<ModelPolicy>();
        services.TryAddSingleton<IReadOnlyList<ChatModel>>(ModelsOf);
        services.TryAddSingleton(provider => HedgingOf(provider.GetRequiredService<IOptions<HedgingOptions>>().Value));
        services.TryAddSingleton<IChatClient, FailoverChatClient>();
        return services;
    }

    // The binder leaves out what holds nothing; an organisation that allows no model would be one that allows all.
    private static void KeepEmptyAllowLists(ChatModelsOptions options, IConfiguration configuration)
    {
        foreach (var tenant in configuration.GetSection(ChatModelsOptions.SectionName).GetSection(nameof(options.AllowedByTenant)).GetChildren())
        {
            if (!options.AllowedByTenant.TryGetValue(tenant.Key, out var allowed) || allowed is null)
            {
                options.AllowedByTenant[tenant.Key] = [];
            }
        }
    }

    private static ChatModel[] ModelsOf(IServiceProvider provider)
    {
        var clients = provider.GetRequiredService<ProviderClients>();
        var chain = provider.GetRequiredService<ChatChain>();
        ChatModel[] models = [.. provider.GetRequiredService<IOptions<ChatModelsOptions>>().Value.Chat.Select(model => chain.Around(clients.For(model), model))];
        provider.GetRequiredService<ChatTelemetry>().Watch(models);
        return models;
    }

    private static Hedging HedgingOf(HedgingOptions options) => new(options.Delay, new HedgeBudget(options.MaxShare));

    private static EmbeddingOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<EmbeddingOptions>>().Value;
}
