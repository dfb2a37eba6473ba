using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.HandOver;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Says how a stored reply is shown now: with its votes, with what is offered on it and with what became of it.</summary>
public sealed class ReplyCards(IVoteStore votes, ITurnJournal journal, IOptions<HandOverOptions> handOver)
{
    /// <summary>Returns a reply as it is shown first.</summary>
    public OutboundReply Fresh(InboundMessage message, Reply reply) => new(reply, default) { CanAskPerson = CanAskPerson(message, reply) };

    /// <summary>Returns the reply of a turn as it is shown now.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read now.</exception>
    public async Task<OutboundReply> ShownAsync(TurnRecord turn, Reply reply, CancellationToken cancellationToken)
    {
        var message = turn.Message;
        var related = await journal.ListMessageAsync(message.Conversation, message.MessageId, ChangeDesk.MaxTurnsOfMessage, cancellationToken);
        return Fresh(message, reply) with
        {
            Votes = await votes.TallyAsync(message.Conversation.Tenant, message.TurnId, cancellationToken),
            Offer = About(related, turn, ErrandKind.OfferAgain)?.TurnId,
            Resolved = About(related, turn, ErrandKind.Resolve) is { } end ? new HandOverEnd(end.Sender.Id, end.Text.Length > 0 ? end.Text : null, end.SentAt) : null,
        };
    }

    /// <summary>Returns the turn whose reply took the place of a turn's, because its question was changed; the turn itself where none did.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read now.</exception>
    public async Task<TurnRecord> StandingAsync(TurnRecord turn, CancellationToken cancellationToken)
    {
        var message = turn.Message;
        var related = await journal.ListMessageAsync(message.Conversation, message.MessageId, ChangeDesk.MaxTurnsOfMessage, cancellationToken);
        return related.FirstOrDefault(other => other is { State: TurnState.Delivered, Message.Errand.Kind: ErrandKind.AnswerAgain } && StandsWhere(turn, other)) ?? turn;
    }

    // The later of the two may have needed further messages.
    private static bool StandsWhere(TurnRecord turn, TurnRecord other)
        => turn.Receipt?.MessageIds() is [var first, ..] && other.Receipt?.MessageIds() is [var taken, ..] && taken == first;

    private static InboundMessage? About(IReadOnlyList<TurnRecord> related, TurnRecord turn, ErrandKind kind)
        => related.FirstOrDefault(
            other => other is { IsWithdrawn: false, State: not TurnState.Cancelled } && other.Message.Errand == new Errand(kind, turn.Message.TurnId))?.Message;

    // Only where people can be written to in the same place do they see what they are asked about.
    private bool CanAskPerson(InboundMessage message, Reply reply)
        => reply is AnswerReply or NoEvidenceReply && message.Audience is Audience.Shared && handOver.Value.PeopleOf(message.Conversation.Channel).Count > 0;
}
