using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Finds the turn behind a card or message, if the person who clicked can have seen it there.</summary>
internal sealed class TeamsCardGuard(ITurnJournal journal, TeamsConversations conversations, TimeProvider time)
{
    private const int RecentTurns = 200;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(90);

    /// <summary>Gets the organisation.</summary>
    public TenantId Tenant => conversations.Tenant;

    /// <summary>Returns the turn, or null when it is unknown, was answered elsewhere, or was answered for somebody else alone.</summary>
    public async Task<TurnRecord?> FindAsync(TeamsActivity activity, string turnId, CancellationToken cancellationToken)
        => conversations.Of(activity) is { } place && await journal.FindAsync(conversations.Tenant, turnId, cancellationToken) is { } turn && MaySee(activity, place, turn)
            ? turn
            : null;

    /// <summary>Returns the turn whose reply stands in the message that an activity refers to.</summary>
    public async Task<TurnRecord?> FindRepliedAsync(TeamsActivity activity, CancellationToken cancellationToken)
    {
        if (conversations.Of(activity) is not { } place)
        {
            return null;
        }

        var turns = await journal.ListThreadAsync(place, time.GetUtcNow() - Recent, RecentTurns, cancellationToken);
        return turns.LastOrDefault(turn => IsMeant(activity, turn) && MaySee(activity, place, turn));
    }

    // Test clients leave the message out; between two there is no doubt about the last answer.
    private static bool IsMeant(TeamsActivity activity, TurnRecord turn)
        => activity.ReplyTo is { } message ? TeamsReceipt.Holds(turn.Receipt, message) : activity.IsPersonal;

    private bool MaySee(TeamsActivity activity, ConversationKey place, TurnRecord turn)
        => conversations.IsServed(place)
            && turn.Message.Conversation is { Channel: ChannelKind.Teams } said && said.ConversationId == place.ConversationId
            && (turn.Message.Audience is not Audience.Private || turn.Message.Sender.Id == activity.Person);
}
