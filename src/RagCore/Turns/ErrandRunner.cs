using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns.HandOver;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Does the errands that end in no reply of their own. Each may be repeated after a crash.</summary>
internal sealed partial class ErrandRunner(
    IEnumerable<IReplyChannel> channels, ITurnJournal journal, IConversationMemory memory, ReplyCards cards, PlaceCleaner places, ILogger<ErrandRunner> logger)
{
    private readonly FrozenDictionary<ChannelKind, IReplyChannel> _channels = channels.ToFrozenDictionary(channel => channel.Kind);

    /// <summary>Does an errand.</summary>
    /// <exception cref="DeliveryException">The platform could not be told; the errand is tried again.</exception>
    public async Task RunAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        var errand = message.Errand!;
        if (errand.Kind is ErrandKind.ClearPlace)
        {
            await places.CleanAsync(message, cancellationToken);
            return;
        }

        if (await journal.FindAsync(message.Conversation.Tenant, errand.TurnId, cancellationToken) is not { } turn)
        {
            return;
        }

        if (errand.Kind is ErrandKind.Withdraw)
        {
            await WithdrawAsync(message, turn, cancellationToken);
        }
        else
        {
            await ShowAsync(message, turn, cancellationToken);
        }
    }

    private async Task ShowAsync(InboundMessage message, TurnRecord turn, CancellationToken cancellationToken)
    {
        if (turn is not { Answer: { } answer, Receipt: { } receipt })
        {
            return;
        }

        try
        {
            var shown = await cards.ShownAsync(turn, answer.Reply, cancellationToken);
            await ChannelOf(message).RefreshAsync(TargetOf(turn, message), receipt, shown, cancellationToken);
        }
        catch (DeliveryException lost) when (lost.Failure is DeliveryFailure.Gone or DeliveryFailure.Permanent)
        {
            CardNotChanged(turn.Message.TurnId, message.Errand!.Kind, lost.Message);
        }
    }

    // What is stored goes first: whatever the platform does, nothing is told of it any more.
    private async Task WithdrawAsync(InboundMessage message, TurnRecord turn, CancellationToken cancellationToken)
    {
        var parts = await PartsAsync(turn, cancellationToken);
        foreach (var part in parts)
        {
            await journal.WithdrawAsync(part.Message.Conversation.Tenant, part.Message.TurnId, cancellationToken);
        }

        await memory.DropAsync(message.Conversation, cancellationToken);
        DeliveryException? failed = null;
        foreach (var part in parts.Where(part => part.Message.Errand is null or { HasReply: true }))
        {
            try
            {
                await RemoveAsync(message, part, cancellationToken);
            }
            catch (DeliveryException fault)
            {
                // What cannot be removed keeps nothing else standing; what may be removed later has it all tried again.
                failed = failed is null or { Failure: DeliveryFailure.Permanent } ? fault : failed;
            }
        }

        if (failed is not null)
        {
            throw failed;
        }
    }

    private async Task RemoveAsync(InboundMessage message, TurnRecord part, CancellationToken cancellationToken)
    {
        var (channel, target) = (ChannelOf(message), TargetOf(part, message));
        if ((part.Receipt ?? await channel.ReconcileAsync(target, cancellationToken)) is { } receipt)
        {
            await channel.RemoveAsync(target, receipt, cancellationToken);
        }
    }

    // The turn, what was offered on its card and what was handed to people because of it.
    private async Task<List<TurnRecord>> PartsAsync(TurnRecord turn, CancellationToken cancellationToken)
    {
        var (conversation, turnId) = (turn.Message.Conversation, turn.Message.TurnId);
        var parts = new List<TurnRecord> { turn };
        foreach (var messageId in new[] { turn.Message.MessageId, HandOverDesk.MessageIdOf(turnId) })
        {
            var related = await journal.ListMessageAsync(conversation, messageId, ChangeDesk.MaxTurnsOfMessage, cancellationToken);
            parts.AddRange(related.Where(other => other.State is not TurnState.Cancelled && other.Message.Errand?.TurnId == turnId));
        }

        return parts;
    }

    private static ReplyTarget TargetOf(TurnRecord turn, InboundMessage message) => ReplyTarget.Of(turn.Message) with { Deadline = message.Deadline };

    private IReplyChannel ChannelOf(InboundMessage message) => _channels.TryGetValue(message.Conversation.Channel, out var channel)
        ? channel
        : throw new DeliveryException(DeliveryFailure.Transient, $"The channel {message.Conversation.Channel} is not enabled; turn it on to do what waits for it.");

    [LoggerMessage(LogEvents.CardNotChanged, LogLevel.Information, "The card of turn {TurnId} was not changed ({Errand}): {Fault}")]
    private partial void CardNotChanged(string turnId, ErrandKind errand, string fault);
}
