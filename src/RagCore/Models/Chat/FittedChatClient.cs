using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Asks a model only for what it takes: no more tokens than it may write, no schema where it knows none, nothing of what is ours alone.</summary>
internal sealed class FittedChatClient(IChatClient inner, ChatModelOptions model) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => InnerClient.GetStreamingResponseAsync(messages, Fit(options), cancellationToken);

    private ChatOptions Fit(ChatOptions? options)
    {
        var fitted = options?.Clone() ?? new ChatOptions();
        fitted.ModelId = model.Model;
        fitted.MaxOutputTokens = Math.Min(fitted.MaxOutputTokens ?? model.MaxOutputTokens, model.MaxOutputTokens);
        fitted.ResponseFormat = model.StructuredOutput ? fitted.ResponseFormat : null;
        fitted.AdditionalProperties = null;
        return fitted;
    }
}
