using ChatOpsBot.RagCore.Answering.Generation.Extractive;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>Has a model write the answer; where none may or can be asked, quotes the sources and says so.</summary>
internal sealed partial class ModelFirstGenerator(IAnswerGenerator model, ExtractiveGenerator extractive, ILogger<ModelFirstGenerator> logger) : IAnswerGenerator
{
    public async Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
    {
        // What nothing was found for costs nothing, unless there is something to look it up with.
        if ((request.Passages.Count == 0 && request.Tools is null) || request.Trail.Spending is SpendingLevel.None)
        {
            return await extractive.GenerateAsync(request, sink, cancellationToken);
        }

        try
        {
            return await model.GenerateAsync(request, sink, cancellationToken);
        }
        catch (ModelsUnavailableException reason)
        {
            NoModel(reason, reason.Message);
            return await extractive.GenerateAsync(request, sink, cancellationToken) with { Remark = Phrases.For(request.Locale)[Phrase.NoModel] };
        }
    }

    [LoggerMessage(LogEvents.NoModel, LogLevel.Warning, "An answer is quoted from the sources because no model could be asked: {Reason}")]
    private partial void NoModel(Exception fault, string reason);
}
