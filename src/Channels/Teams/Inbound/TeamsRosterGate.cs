using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>
/// Refuses to answer where people of other organisations or guests are among the readers, whom an activity does not name. Who is there is read first:
/// what cannot be read now waits, and what may not be read is not answered.
/// </summary>
internal sealed class TeamsRosterGate(TeamsRoster roster) : IInboundGate
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <exception cref="TurnDeferredException">The roster cannot be read now.</exception>
    public async ValueTask<GateRefusal?> CheckAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (message.Conversation.Channel is not ChannelKind.Teams || message.Audience is not Audience.Shared)
        {
            return null;
        }

        try
        {
            return await roster.HasOutsidersAsync(TeamsAddress.Read(message.ReplyTo), cancellationToken) ? GateRefusal.ExternalAudience(message) : null;
        }
        catch (TeamsApiException fault) when (IsForGood(fault))
        {
            return GateRefusal.Of("unknown_audience", message, Phrase.UnknownAudience);
        }
        catch (TeamsApiException fault)
        {
            throw new TurnDeferredException("teams: the roster cannot be read", fault.RetryAfter > Pause ? fault.RetryAfter.Value : Pause);
        }
    }

    // Platforms without rosters say that they do not know the method.
    private static bool IsForGood(TeamsApiException fault)
        => fault.Failure is DeliveryFailure.Permanent || (fault.Operation == TeamsOperation.Members && fault.Status is 405 or 501);
}
