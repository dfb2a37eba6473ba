using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Asks a service that speaks OpenAI's protocol. One call, no retry, no limit: those are links of their own.</summary>
internal sealed class OpenAiChatClient : IChatClient
{
    // The client wants a key; a service that asks for none ignores it.
    private const string NoKey = "none";

    private readonly HttpClient _http;
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    public OpenAiChatClient(ChatModelOptions model, ChatHttp http)
    {
        _http = http.ClientFor(model);
        var options = new OpenAIClientOptions
        {
            Transport = new HttpClientPipelineTransport(_http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        if (model.Endpoint is { } endpoint)
        {
            options.Endpoint = endpoint;
        }

        _client = new ChatClient(model.Model!, new ApiKeyCredential(model.ApiKey ?? NoKey), options);
        _metadata = new ChatClientMetadata("openai", model.Endpoint, model.Model);
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var tools = new OpenAiToolCalls();
        await foreach (var update in _client.CompleteChatStreamingAsync(
            OpenAiMessages.Of(messages, options), OpenAiOptions.Of(options), cancellationToken))
        {
            foreach (var part in update.ToolCallUpdates)
            {
                tools.Add(part);
            }

            yield return Read(update, tools);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static ChatResponseUpdate Read(StreamingChatCompletionUpdate update, OpenAiToolCalls tools)
    {
        var read = new ChatResponseUpdate
        {
            Role = Microsoft.Extensions.AI.ChatRole.Assistant,
            ResponseId = update.CompletionId,
            MessageId = update.CompletionId,
            ModelId = update.Model,
            FinishReason = ReasonOf(update),
        };
        foreach (var part in update.ContentUpdate)
        {
            if (part.Text is { Length: > 0 } text)
            {
                read.Contents.Add(new TextContent(text));
            }
        }

        if (read.FinishReason is not null)
        {
            tools.MoveTo(read.Contents);
        }

        if (update.Usage is { } usage)
        {
            read.Contents.Add(new UsageContent(new UsageDetails
            {
                InputTokenCount = usage.InputTokenCount,
                OutputTokenCount = usage.OutputTokenCount,
                TotalTokenCount = usage.TotalTokenCount,
                CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
                ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
            }));
        }

        return read;
    }

    // A refusal in the model's own words is no answer either.
    private static Microsoft.Extensions.AI.ChatFinishReason? ReasonOf(StreamingChatCompletionUpdate update) => update switch
    {
        { RefusalUpdate.Length: > 0 } => Microsoft.Extensions.AI.ChatFinishReason.ContentFilter,
        { FinishReason: null } => null,
        { FinishReason: OpenAI.Chat.ChatFinishReason.Length } => Microsoft.Extensions.AI.ChatFinishReason.Length,
        { FinishReason: OpenAI.Chat.ChatFinishReason.ContentFilter } => Microsoft.Extensions.AI.ChatFinishReason.ContentFilter,
        { FinishReason: OpenAI.Chat.ChatFinishReason.ToolCalls or OpenAI.Chat.ChatFinishReason.FunctionCall } => Microsoft.Extensions.AI.ChatFinishReason.ToolCalls,
        _ => Microsoft.Extensions.AI.ChatFinishReason.Stop,
    };
}
