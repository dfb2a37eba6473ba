using System.Collections.Frozen;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Brings a stored reply to its channel so that the person sees it once: a placeholder is posted once and then updated; where the
/// receipt of an earlier attempt was lost, the platform is asked before anything is posted.
/// </summary>
internal sealed class ReplyDispatcher(
    IEnumerable<IReplyChannel> channels, IInbox inbox, ITurnJournal journal, ReplyCards cards, TurnMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan WithdrawalLimit = TimeSpan.FromSeconds(20);

    private readonly FrozenDictionary<ChannelKind, IReplyChannel> _channels = channels.ToFrozenDictionary(channel => channel.Kind);

    /// <summary>
    /// Shows that the bot is at work and stores the receipt. A platform that is down must not keep the answer from being decided: it is
    /// stored, and delivered when the platform is back.
    /// </summary>
    /// <exception cref="DeliveryException">Nothing can be delivered there.</exception>
    public async Task<LeasedTurn> ShowPlaceholderAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        var channel = ChannelOf(turn.Message);
        var target = ReplyTarget.Of(turn.Message);
        try
        {
            await inbox.ConfirmAsync(turn.Lease, cancellationToken);
            return await FindReceiptAsync(turn, reply: null, channel, target, cancellationToken) is { } found
                ? await KeepAsync(turn, found, isOwn: false, cancellationToken)
                : await KeepAsync(turn, await channel.PostPlaceholderAsync(target, cancellationToken), isOwn: true, cancellationToken);
        }
        catch (DeliveryException failure) when (failure.Failure is not DeliveryFailure.Permanent)
        {
            metrics.DeliveryAttempted(channel.Kind, "placeholder_failed");
            return turn with { MayHavePosted = turn.MayHavePosted || failure.Failure is DeliveryFailure.Ambiguous };
        }
    }

    /// <summary>Delivers the turn's stored reply.</summary>
    /// <exception cref="DeliveryException">The channel could not deliver.</exception>
    public async Task DeliverAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        var channel = ChannelOf(turn.Message);
        await SendAsync(turn, channel, cards.Fresh(turn.Message, turn.Answer!.Reply), cancellationToken);
        metrics.DeliveryAttempted(channel.Kind, "delivered");
    }

    /// <summary>Shows an apology in place of a reply that could not be delivered; posts it anew where what stands there cannot be changed.</summary>
    /// <exception cref="DeliveryException">The channel could not deliver that either.</exception>
    public async Task ApologiseAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        var channel = ChannelOf(turn.Message);
        var apology = new OutboundReply(new NoticeReply(Apology.For(turn.Message), NoticeKind.Apology), default);
        try
        {
            await SendAsync(turn, channel, apology, cancellationToken);
        }
        catch (DeliveryException refused) when (refused.Failure is DeliveryFailure.Permanent && turn.Receipt is { } stuck)
        {
            // Removing finds everything that carries the turn's mark, the apology too once it is there.
            var target = ReplyTarget.Of(turn.Message);
            await TryRemoveAsync(channel, target, stuck, cancellationToken);
            await KeepAsync(turn, await channel.PostAsync(target, apology, cancellationToken), isOwn: true, cancellationToken);
        }
    }

    /// <summary>Returns a sink that shows the turn's progress on its channel until it is disposed of.</summary>
    public ProgressReporter ProgressOf(LeasedTurn turn) => new(ChannelOf(turn.Message), ReplyTarget.Of(turn.Message), turn.Receipt, time);

    private static async Task TryRemoveAsync(IReplyChannel channel, ReplyTarget target, DeliveryReceipt stuck, CancellationToken cancellationToken)
    {
        try
        {
            await channel.RemoveAsync(target, stuck, cancellationToken);
        }
        catch (DeliveryException)
        {
            // A placeholder that stays beside the apology is better than no apology; the channel has counted and logged it.
        }
    }

    private async Task SendAsync(LeasedTurn turn, IReplyChannel channel, OutboundReply reply, CancellationToken cancellationToken)
    {
        var found = await FindReceiptAsync(turn, reply.Reply, channel, ReplyTarget.Of(turn.Message), cancellationToken);
        await inbox.ConfirmAsync(turn.Lease, cancellationToken);
        try
        {
            await ShowAsync(turn, found, channel, reply, cancellationToken);
        }
        catch (DeliveryException lost) when (lost.Failure is DeliveryFailure.Gone && found is not null)
        {
            metrics.DeliveryAttempted(channel.Kind, "gone");
            await ShowAsync(turn, found: null, channel, reply, cancellationToken);
        }
    }

    private async Task ShowAsync(LeasedTurn turn, DeliveryReceipt? found, IReplyChannel channel, OutboundReply reply, CancellationToken cancellationToken)
    {
        var target = ReplyTarget.Of(turn.Message);
        if (await channel.ReserveAsync(target, found, reply, cancellationToken) is { } receipt)
        {
            await KeepAsync(turn, receipt, isOwn: receipt != found, cancellationToken);
            await channel.UpdateAsync(target, receipt, reply, cancellationToken);
            return;
        }

        await KeepAsync(turn, await channel.PostAsync(target, reply, cancellationToken), isOwn: true, cancellationToken);
    }

    private async Task<DeliveryReceipt?> FindReceiptAsync(
        LeasedTurn turn, Reply? reply, IReplyChannel channel, ReplyTarget target, CancellationToken cancellationToken)
    {
        return turn.Receipt ?? await ReplacedAsync(turn.Message, reply, cancellationToken)
            ?? (turn.MayHavePosted ? await channel.ReconcileAsync(target, cancellationToken) : null);
    }

    // An answer to a changed question takes the place of the one before: there is one final answer, wherever the thread is read.
    // A refusal or an apology is none, and leaves it where it is.
    private async Task<DeliveryReceipt?> ReplacedAsync(InboundMessage message, Reply? reply, CancellationToken cancellationToken)
        => message.Errand is { Kind: ErrandKind.AnswerAgain } errand && reply is not NoticeReply { Kind: NoticeKind.Refusal or NoticeKind.Apology }
            ? (await journal.FindAsync(message.Conversation.Tenant, errand.TurnId, cancellationToken))?.Receipt
            : null;

    private async Task<LeasedTurn> KeepAsync(LeasedTurn turn, DeliveryReceipt? receipt, bool isOwn, CancellationToken cancellationToken)
    {
        if (receipt is not null && receipt != turn.Receipt)
        {
            try
            {
                await inbox.RecordReceiptAsync(turn.Lease, receipt, cancellationToken);
            }
            catch (LeaseLostException) when (isOwn)
            {
                await WithdrawAsync(turn, receipt);
                throw;
            }
        }

        return turn with { Receipt = receipt };
    }

    // Posted by a worker that had stood still for longer than its lease: unless the one that has the turn now found it and uses it, it is nobody's.
    // Where that one is just about to find it, it will see it gone and post anew.
    private async Task WithdrawAsync(LeasedTurn turn, DeliveryReceipt posted)
    {
        var channel = ChannelOf(turn.Message);
        try
        {
            using var limit = new CancellationTokenSource(WithdrawalLimit);
            var stored = await journal.FindAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, limit.Token);
            if (stored?.Receipt is { } used && posted.MessageIds().Any(used.Holds))
            {
                return;
            }

            await channel.WithdrawAsync(ReplyTarget.Of(turn.Message), posted, limit.Token);
            metrics.DeliveryAttempted(channel.Kind, "withdrawn");
            await RestoreAsync(turn, channel, posted, limit.Token);
        }
        catch (Exception fault) when (fault is DeliveryException or StoreUnavailableException or OperationCanceledException)
        {
            metrics.DeliveryAttempted(channel.Kind, "orphaned");
        }
    }

    // The worker that has the turn found what was being withdrawn, said its answer there and ended, all in that moment.
    private async Task RestoreAsync(LeasedTurn turn, IReplyChannel channel, DeliveryReceipt withdrawn, CancellationToken cancellationToken)
    {
        var ended = await journal.FindAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, cancellationToken);
        if (ended is { State: TurnState.Delivered, Answer: { } answer, Receipt: { } used } && withdrawn.MessageIds().Any(used.Holds))
        {
            await channel.PostAsync(ReplyTarget.Of(turn.Message), cards.Fresh(turn.Message, answer.Reply), cancellationToken);
            metrics.DeliveryAttempted(channel.Kind, "restored");
        }
    }

    private IReplyChannel ChannelOf(InboundMessage message) => _channels.TryGetValue(message.Conversation.Channel, out var channel)
        ? channel
        : throw new DeliveryException(DeliveryFailure.Transient, $"The channel {message.Conversation.Channel} is not enabled; turn it on to deliver what waits for it.");
}
