using System.ClientModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Lets through whole answers only: whatever a vendor's library throws, and an answer that does not say that it is at its end, becomes a fault of the model.</summary>
internal sealed class CheckedChatClient(IChatClient inner, string model) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var isWhole = false;
        var isEmpty = true;
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, cancellationToken))
        {
            var update = updates.Current;
            if (update.FinishReason == ChatFinishReason.ContentFilter)
            {
                throw new ModelCallException(ModelFault.Filtered, $"The provider of the model {model} refused the answer by its filter.");
            }

            isEmpty = false;
            isWhole |= update.FinishReason is not null;
            yield return update;
        }

        if (isEmpty)
        {
            throw new ModelCallException(ModelFault.Invalid, $"The provider of the model {model} answered with something else than an answer.");
        }

        if (!isWhole)
        {
            throw Cut();
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever a call breaks with that was given up.
            throw new OperationCanceledException(cancellationToken);
        }
#pragma warning disable CA1031 // Libraries that read what a service wrote throw whatever they stumble over.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            throw FaultOf(fault);
        }
    }

    private ModelCallException FaultOf(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is ModelCallException known)
            {
                return known;
            }
        }

        return fault switch
        {
            AnthropicSseException { InnerException: JsonException } => Invalid(fault),
            AnthropicSseException => new ModelCallException(ModelFault.ServerFailed, $"The provider of the model {model} failed within its answer."),
            IOException or HttpRequestException or AnthropicIOException or ClientResultException or OperationCanceledException => Cut(),
            _ => Invalid(fault),
        };
    }

    private ModelCallException Cut() => new(ModelFault.Cut, $"The answer of the model {model} was cut before its end.");

    private ModelCallException Invalid(Exception fault)
        => new(ModelFault.Invalid, $"The provider of the model {model} answered with something else than an answer ({fault.GetType().Name}).");
}
