using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns.HandOver;

/// <summary>Takes the clicks of people who want a person, and of those who have answered. What follows is a turn of its own: stored, and done once.</summary>
public sealed class HandOverDesk(IInbox inbox, ReplyCards cards, IIdGenerator ids, TimeProvider time)
{
    private const int MaxNameLength = 80;

    /// <summary>Hands the question of an answered turn to people.</summary>
    /// <param name="turn">The turn whose card was clicked; the person who clicked can see it.</param>
    /// <param name="personId">Who clicked.</param>
    /// <param name="name">The person's name, where the platform shows none by itself.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task<ChangeResult> AskAsync(TurnRecord turn, string personId, string? name, CancellationToken cancellationToken)
    {
        var message = turn.Message;
        if (turn is not { IsWithdrawn: false, Answer: { } answer } || !cards.Fresh(message, answer.Reply).CanAskPerson)
        {
            return ChangeResult.Ignored;
        }

        var errand = ErrandMessages.About(TurnRecord.Emptied(message), new Errand(ErrandKind.HandOver, message.TurnId), ids.NewId(), time.GetUtcNow());
        return await AcceptAsync(
            errand with { MessageId = MessageIdOf(message.TurnId), Sender = message.Sender with { Id = personId }, Text = Named(name) },
            cancellationToken);
    }

    /// <summary>Marks what was handed over as answered. The first who says so is shown.</summary>
    /// <param name="handOver">The turn whose card was clicked; the person who clicked can see it.</param>
    /// <param name="personId">Who clicked.</param>
    /// <param name="name">The person's name, where the platform shows none by itself.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task<ChangeResult> ResolveAsync(TurnRecord handOver, string personId, string? name, CancellationToken cancellationToken)
    {
        var message = handOver.Message;
        if (handOver is not { IsWithdrawn: false, Answer.Reply: HandOverReply })
        {
            return ChangeResult.Ignored;
        }

        var errand = ErrandMessages.About(TurnRecord.Emptied(message), new Errand(ErrandKind.Resolve, message.TurnId), ids.NewId(), time.GetUtcNow());
        return await AcceptAsync(errand with { Sender = message.Sender with { Id = personId }, Text = Named(name) }, cancellationToken);
    }

    // A name stands where other messages have their text: it goes when they go.
    private static string Named(string? name) => DisplayText.OneLine(name ?? string.Empty, MaxNameLength);

    /// <summary>Returns what stands for the id of a message that no person wrote.</summary>
    internal static string MessageIdOf(string turnId) => $"handover:{turnId}";

    private async Task<ChangeResult> AcceptAsync(InboundMessage errand, CancellationToken cancellationToken)
        => await inbox.AcceptAsync(errand, cancellationToken) switch
        {
            AcceptResult.Accepted => ChangeResult.Taken,
            AcceptResult.Duplicate => ChangeResult.Duplicate,
            _ => ChangeResult.Full,
        };
}
