using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Makes the client of each model's provider.</summary>
internal sealed class ProviderClients(ChatHttp http)
{
    // The client wants a key; a service that asks for none ignores it.
    private const string NoKey = "none";

    public IChatClient For(ChatModelOptions model)
        => new CheckedChatClient(model.Provider == ChatProvider.Anthropic ? AnthropicClientFor(model) : new OpenAiChatClient(model, http), model.KnownAs);

    private IChatClient AnthropicClientFor(ChatModelOptions model)
    {
        var options = new ClientOptions
        {
            HttpClient = http.ClientFor(model),
            ApiKey = model.ApiKey ?? NoKey,
            MaxRetries = 0,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (model.Endpoint is { } endpoint)
        {
            options = options with { BaseUrl = endpoint.AbsoluteUri.TrimEnd('/') };
        }

        return new AnthropicClient(options).AsIChatClient(model.Model!, model.MaxOutputTokens);
    }
}
