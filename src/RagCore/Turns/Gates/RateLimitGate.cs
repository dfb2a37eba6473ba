using System.Collections.Frozen;
using System.Globalization;
using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Usage;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns.Gates;

/// <summary>Refuses questions above what a person, a conversation and an organisation may ask. Who may not ask may still get help and be forgotten.</summary>
internal sealed class RateLimitGate(IRateLimiter limiter, IEnumerable<ICommand> commands, IOptions<RateLimitOptions> options) : IInboundGate
{
    private readonly FrozenSet<string> _commands = commands.Select(command => command.Name).ToFrozenSet(StringComparer.Ordinal);

    public async ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var limits = LimitsOf(message).Where(limit => limit.PerMinute > 0).ToList();
        if (limits.Count == 0 || (CommandNames.Parse(message.Text) is { } command && _commands.Contains(command)))
        {
            return null;
        }

        var decision = await limiter.TryTakeAsync(new RateRequest(message.TurnId, message.Conversation.Tenant, limits), cancellationToken);
        return decision.Exceeded is { } scope
            ? new GateRefusal("rate_limit", TextOf(scope, decision.RetryAfter, Phrases.For(message.ReplyLanguage))) { IsForAsker = scope is RateScope.User }
            : null;
    }

    private IEnumerable<RateLimit> LimitsOf(InboundMessage message)
    {
        var (tenant, channel) = (message.Conversation.Tenant.Value, message.Conversation.Channel.ToString());
        yield return new RateLimit(RateScope.User, KeyOf(tenant, channel, message.Sender.Id), options.Value.PerUserPerMinute);
        yield return new RateLimit(RateScope.Conversation, KeyOf(tenant, channel, message.Conversation.ConversationId), options.Value.PerConversationPerMinute);
        yield return new RateLimit(RateScope.Tenant, KeyOf(tenant), options.Value.PerTenantPerMinute);
    }

    // With lengths, so that ids cut in another place do not make the same key.
    private static string KeyOf(params string[] ids) => string.Concat(ids.Select(id => string.Create(CultureInfo.InvariantCulture, $"{id.Length}:{id}")));

    private static string TextOf(RateScope scope, TimeSpan wait, Phrases words)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        var (one, other) = scope switch
        {
            RateScope.User => (Phrase.RatePersonOne, Phrase.RatePersonOther),
            RateScope.Conversation => (Phrase.RateConversationOne, Phrase.RateConversationOther),
            _ => (Phrase.RateOrganisationOne, Phrase.RateOrganisationOther),
        };
        return words.Say(seconds == 1 ? one : other, ("seconds", words.Number(seconds)));
    }
}
