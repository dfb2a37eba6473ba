using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>A link of the chain. Every call of a model streams, so that silence is noticed early and each concern is written once.</summary>
internal abstract class StreamingLink(IChatClient inner) : DelegatingChatClient(inner)
{
    /// <inheritdoc/>
    public sealed override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public abstract override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Moves to the next update. Of a fault the link is told before it passes on.</summary>
    protected static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Action<ModelCallException> failed)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (ModelCallException fault)
        {
            failed(fault);
            throw;
        }
    }
}
