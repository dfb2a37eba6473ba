using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>One model with its links, ready to be called.</summary>
/// <param name="Name">Its configured name.</param>
/// <param name="IsEconomical">Whether it may be called when a budget runs low.</param>
/// <param name="Client">The chain in front of its provider.</param>
/// <param name="Health">Whether it may be called now.</param>
internal sealed record ChatModel(string Name, bool IsEconomical, IChatClient Client, ModelHealth Health);

/// <summary>The links between those who ask a model and its provider, one concern each.</summary>
internal sealed class ChatChain(ChatTelemetry telemetry, TimeProvider time, Random random, ILogger<GuardedChatClient> logger)
{
    /// <summary>Puts the links around a provider. Outermost first: breaker, telemetry, charge, what the model takes, time limits.</summary>
    public ChatModel Around(IChatClient provider, ChatModelOptions options)
    {
        var health = new ModelHealth(time, random);
        var limited = new TimeLimitedChatClient(provider, options, time);
        var fitted = new FittedChatClient(limited, options);
        var charged = new ChargedChatClient(fitted, options);
        var observed = new ObservedChatClient(charged, options, telemetry, time);
        return new ChatModel(options.KnownAs, options.Economical, new GuardedChatClient(observed, options.KnownAs, health, logger), health);
    }
}
