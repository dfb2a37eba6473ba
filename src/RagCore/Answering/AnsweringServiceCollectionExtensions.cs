using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the steps of an answer.</summary>
internal static class AnsweringServiceCollectionExtensions
{
    internal static IServiceCollection AddAnswering(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AnsweringOptions>().BindConfiguration(AnsweringOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnsweringOptions>, AnsweringOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnsweringOptions>, AnsweringOptionsConsistency>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ScoringWeights.Default);

        // The index in process knows its own statistics; an index that does not is given them by its own registration, before this one.
        services.TryAddSingleton(provider => (ITermStatistics)provider.GetRequiredService<IKnowledgeIndex>());
        services.TryAddSingleton<ExtractiveGenerator>();
        services.TryAddSingleton<ISupportMeasure>(provider => provider.GetRequiredService<ExtractiveGenerator>());
        services.TryAddSingleton<IAnswerGenerator>(provider => provider.GetService<IChatClient>() is { } model
            ? new ModelFirstGenerator(
                Cached(provider, model),
                provider.GetRequiredService<ExtractiveGenerator>(),
                provider.GetRequiredService<ILogger<ModelFirstGenerator>>())
            : provider.GetRequiredService<ExtractiveGenerator>());
        services.AddOptionsWithValidateOnStart<AnswerCacheOptions>().BindConfiguration(AnswerCacheOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnswerCacheOptions>, AnswerCacheOptionsValidator>());
        services.TryAddSingleton<IAnswerCache, InProcessAnswerCache>();
        services.TryAddSingleton<AlikeQuestions>();
        services.TryAddSingleton<CacheMetrics>();
        services.TryAddSingleton<SupportCalibrator>();
        services.TryAddSingleton<IAnswerThreshold, MeasuredThreshold>();
        services.TryAddSingleton<ReplyComposer>();
        services.TryAddSingleton<IQuestionAnswerer, QuestionAnswerer>();
        return services;
    }

    private static CachedGenerator Cached(IServiceProvider provider, IChatClient model) => new(
        ActivatorUtilities.CreateInstance<ModelGenerator>(provider, model),
        provider.GetRequiredService<IAnswerCache>(),
        provider.GetRequiredService<AlikeQuestions>(),
        provider.GetService<IEmbeddingGenerator<string, Embedding<float>>>(),
        provider.GetRequiredService<IPromptLibrary>(),
        provider.GetRequiredService<ISupportMeasure>(),
        provider.GetRequiredService<CacheMetrics>(),
        (model.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId ?? string.Empty,
        provider.GetRequiredService<IOptions<AnswerCacheOptions>>());
}
