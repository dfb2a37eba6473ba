using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Answering.Rewriting;
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
        return services.AddRewriting().AddReranking().AddAnswerTools();
    }

    private static IServiceCollection AddRewriting(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RewritingOptions>().BindConfiguration(RewritingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RewritingOptions>, RewritingOptionsValidator>());
        services.TryAddSingleton<OptionalStepMetrics>();
        services.TryAddSingleton<IQuestionRewriter>(provider =>
            provider.GetRequiredService<IOptions<RewritingOptions>>().Value is { UseModel: true } options
                && provider.GetService<IChatClient>() is { } model && provider.GetService<IPromptLibrary>() is { } prompts
                ? new ModelRewriter(model, prompts, StepOf(provider, "rewrite", options.Timeout))
                : new HeuristicRewriter());
        return services;
    }

    // Who puts passages in order is registered with the models.
    private static IServiceCollection AddReranking(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<RerankingOptions>().BindConfiguration(RerankingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RerankingOptions>, RerankingOptionsValidator>());
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<RerankingOptions>>().Value;
            return new PassageReranking(provider.GetService<IReranker>(), StepOf(provider, "rerank", options.Timeout), options.Candidates);
        });
        return services;
    }

    private static OptionalStep StepOf(IServiceProvider provider, string name, TimeSpan limit)
        => new(name, limit, provider.GetRequiredService<OptionalStepMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OptionalStep>>());

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
