using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Leaves a model alone that is out, or whose provider asked for a pause.</summary>
internal sealed partial class GuardedChatClient(IChatClient inner, string model, ModelHealth health, ILogger<GuardedChatClient> logger) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!health.MayCall())
        {
            throw new ModelCallException(ModelFault.Resting, $"The model {model} is left alone.") { RetryAfter = health.Rest };
        }

        Action<ModelCallException> failed = Failed;
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, failed))
        {
            yield return updates.Current;
        }

        if (health.Succeeded())
        {
            ModelFound(model);
        }
    }

    private void Failed(ModelCallException fault)
    {
        if (health.Failed(fault))
        {
            ModelLost(model, fault.Fault, fault.Message);
        }
    }

    [LoggerMessage(LogEvents.ModelLost, LogLevel.Warning, "The model {Model} fails ({Fault}) and is left alone for a while; the next one is asked: {Reason}")]
    private partial void ModelLost(string model, ModelFault fault, string reason);

    [LoggerMessage(LogEvents.ModelFound, LogLevel.Information, "The model {Model} answers again")]
    private partial void ModelFound(string model);
}
