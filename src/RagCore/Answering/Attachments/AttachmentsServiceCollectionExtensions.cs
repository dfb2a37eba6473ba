using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Answering.Generation.Model;
using ChatOpsBot.RagCore.Answering.Reranking;
using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what reads the files of questions.</summary>
internal static class AttachmentsServiceCollectionExtensions
{
    internal static IServiceCollection AddAttachments(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AttachmentOptions>().BindConfiguration(AttachmentOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AttachmentOptions>, AttachmentOptionsValidator>());
        services.TryAddSingleton<AttachmentMetrics>();
        services.TryAddSingleton<FileTexts>();
        services.TryAddSingleton<FileTextReader>();
        services.TryAddSingleton<FileOpener>();
        services.TryAddSingleton<ThreadFiles>();
        services.TryAddSingleton<AnswererOver>(provider => index => Over(provider, index));
        services.TryAddSingleton<FileAnswerer>();
        services.TryAddSingleton<MessageAnswerer>();
        return services;
    }

    // The steps are those of every answer, without a cache that would keep what the files say, and without tools.
    private static QuestionAnswerer Over(IServiceProvider provider, LexicalIndex index)
    {
        var options = provider.GetRequiredService<IOptions<AnsweringOptions>>();
        var extractive = new ExtractiveGenerator(index, provider.GetRequiredService<ScoringWeights>());
        IAnswerGenerator generator = provider.GetService<IChatClient>() is { } model
            ? new ModelFirstGenerator(
                ActivatorUtilities.CreateInstance<ModelGenerator>(provider, model, extractive),
                extractive,
                provider.GetRequiredService<ILogger<ModelFirstGenerator>>())
            : extractive;
        return new QuestionAnswerer(
            provider.GetRequiredService<IQuestionRewriter>(),
            index,
            provider.GetRequiredService<PassageReranking>(),
            generator,
            new ReplyComposer(index, options),
            provider.GetRequiredService<IAnswerThreshold>(),
            options,
            provider.GetRequiredService<TimeProvider>());
    }
}
