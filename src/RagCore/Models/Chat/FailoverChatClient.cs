using System.Runtime.CompilerServices;
using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Usage.Calls;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>
/// Asks the models in order. Before the first token going on to the next one cannot be seen; after it the stream holds a
/// <see cref="StreamRestart"/> and begins again.
/// </summary>
/// <exception cref="ModelsUnavailableException">No model is allowed, or none answered.</exception>
internal sealed partial class FailoverChatClient(
    IReadOnlyList<ChatModel> models, ModelPolicy policy, Hedging hedging, ChatTelemetry telemetry, TimeProvider time, ILogger<FailoverChatClient> logger) : IChatClient
{
    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            if (update.Contents is [StreamRestart])
            {
                updates.Clear();
            }
            else
            {
                updates.Add(update);
            }
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        hedging.Budget.Earn();
        var request = new ModelRequest([.. messages], options, cancellationToken);
        await using var run = new FailoverRun(policy.Choose(models, ModelCall.Of(options)), request, hedging, telemetry, time);
        var spoke = false;
        while (await run.OpenNextAsync() is { } attempt)
        {
            if (spoke)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new StreamRestart(attempt.Model.Name)]);
            }

            foreach (var update in attempt.Opening)
            {
                yield return update;
            }

            spoke |= attempt.Speaks;
            while (await run.NextAsync(attempt) is { } update)
            {
                yield return update;
            }

            if (attempt.IsComplete)
            {
                yield break;
            }
        }

        telemetry.Unavailable();
        NoModelAnswered(run.Summary);
        throw new ModelsUnavailableException(run.Summary, run.LastFault);
    }

    /// <summary>Returns this client, or what it is: its "model" names every one that may answer, with what the provider calls it.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata(defaultModelId: string.Join(", ", models.Select(Describe)))
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in models)
        {
            model.Client.Dispose();
        }
    }

    private static string Describe(ChatModel model)
        => $"{model.Name} ({(model.Client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId})";

    [LoggerMessage(LogEvents.NoModelAnswered, LogLevel.Warning, "{Summary}")]
    private partial void NoModelAnswered(string summary);
}

/// <summary>What every model of a call is asked.</summary>
internal readonly record struct ModelRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, CancellationToken CancellationToken);

/// <summary>When a second model is asked; null for never.</summary>
/// <param name="Delay">How long the first may be silent.</param>
/// <param name="Budget">How many may be asked.</param>
internal sealed record Hedging(TimeSpan? Delay, HedgeBudget Budget);
