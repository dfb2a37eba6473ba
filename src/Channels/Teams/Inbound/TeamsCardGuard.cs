using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Finds the turn behind a card or message, if the person who clicked can have seen it there.</summary>
internal sealed class TeamsCardGuard(ITurnJournal journal, TeamsConversations conversations, TimeProvider time)
{
    private const int RecentTurns = 1_000;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

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

        var turn = activity.ReplyTo is { } message
            ? await journal.FindReplyAsync(place, message, RecentTurns, cancellationToken)
            : activity.IsPersonal ? await LastAsync(place, cancellationToken) : null;
        return turn is not null && MaySee(activity, place, turn) ? turn : null;
    }

    /// <summary>Says whether a message of the thread may be taken for a placeholder that the asker's turn left behind: no turn's reply stands in it.</summary>
    public async Task<bool> IsOrphanAsync(TeamsActivity activity, TurnRecord turn, string messageId, CancellationToken cancellationToken)
        => turn.Message.Sender.Id == activity.Person
            && conversations.Of(activity) == turn.Message.Conversation
            && await journal.FindReplyAsync(turn.Message.Conversation, messageId, RecentTurns, cancellationToken) is null;

    // Test clients do not say which message they mean; between two there is no doubt about the last answer.
    private async Task<TurnRecord?> LastAsync(ConversationKey place, CancellationToken cancellationToken)
        => await journal.ListThreadAsync(place, time.GetUtcNow() - Recent, limit: 1, cancellationToken) is [var last] ? last : null;

    private bool MaySee(TeamsActivity activity, ConversationKey place, TurnRecord turn)
        => conversations.IsServed(place)
            && turn.Message.Conversation is { Channel: ChannelKind.Teams } said && said.ConversationId == place.ConversationId
            && (turn.Message.Audience is not Audience.Private || turn.Message.Sender.Id == activity.Person);
}
