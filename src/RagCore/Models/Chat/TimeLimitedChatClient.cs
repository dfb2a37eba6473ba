using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Ends a call that is silent for too long, at first or between two tokens, or that takes too long altogether.</summary>
internal sealed class TimeLimitedChatClient(IChatClient inner, ChatModelOptions model, TimeProvider time) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(model.FirstTokenTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var started = time.GetTimestamp();
        var speaks = false;
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(updates, limit.Token, cancellationToken))
        {
            // Who listens takes no time from the model.
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return updates.Current;
            speaks = speaks || ModelUpdates.Speaks(updates.Current);
            limit.CancelAfter(Left(time.GetElapsedTime(started), speaks));
        }
    }

    private TimeSpan Left(TimeSpan elapsed, bool speaks)
    {
        var silence = speaks ? model.TokenTimeout : model.FirstTokenTimeout - elapsed;
        var total = model.TotalTimeout - elapsed;
        var left = silence < total ? silence : total;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken limit, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(ModelFault.TimedOut, $"The model {model.KnownAs} was silent for too long, or took too long.");
        }
    }
}
