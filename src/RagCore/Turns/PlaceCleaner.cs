using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Removes what is kept of a place, one turn after the other; what was removed before an interruption is not looked at again.</summary>
internal sealed partial class PlaceCleaner(
    IInbox inbox, ITurnJournal journal, IConversationMemory memory, RunningTurns running, IEnumerable<IPlaceData> data, ILogger<PlaceCleaner> logger)
{
    /// <summary>Removes what came before the wish was stored; who adds the bot again afterwards starts afresh and loses nothing.</summary>
    public async Task CleanAsync(InboundMessage wish, CancellationToken cancellationToken)
    {
        var place = new Place(wish.Conversation.Tenant, wish.Conversation.Channel, wish.Conversation.ConversationId);
        var turns = 0;
        await foreach (var turn in journal.ListPlaceAsync(place, wish.ReceivedAt, cancellationToken))
        {
            var message = turn.Message;
            if (message.TurnId == wish.TurnId)
            {
                continue;
            }

            await inbox.TryCancelAsync(new InboundRemoval(message.Conversation, message.MessageId, wish.SentAt), cancellationToken);
            await journal.WithdrawAsync(place.Tenant, message.TurnId, cancellationToken);
            running.Stop(message.TurnId);
            await memory.DropAsync(message.Conversation, cancellationToken);
            turns++;
        }

        foreach (var kept in data)
        {
            await kept.RemoveAsync(place, cancellationToken);
        }

        PlaceRemoved(place.Channel, turns);
    }

    [LoggerMessage(LogEvents.PlaceRemoved, LogLevel.Information, "The bot was removed from a place of {Channel}; {Turns} turns kept there were emptied")]
    private partial void PlaceRemoved(ChannelKind channel, int turns);
}
