using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Charges every call that reached its provider once, however it ends.</summary>
internal sealed class ChargedChatClient(IChatClient inner, ChatModelOptions model) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A call given up before it was sent reached nobody.
        cancellationToken.ThrowIfCancellationRequested();
        var bill = new ModelBill(model);
        Action<ModelCallException> failed = bill.Failed;
        try
        {
            await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(updates, failed))
            {
                bill.Add(updates.Current);
                yield return updates.Current;
            }

            bill.Completed();
        }
        finally
        {
            if (ModelCall.Of(options) is { } call && bill.Close(call.Purpose, () => TokenEstimate.OfRequest(messages, options)) is { } charge)
            {
                call.OnCharged(charge);
            }
        }
    }
}
