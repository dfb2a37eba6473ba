using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.Waiting;

namespace ChatOpsBot.Channels.Web.Outbound;

/// <summary>Delivers by waking the request that waits. The answer itself is read from the journal, so that nothing is lost when nobody waits.</summary>
internal sealed class WebReplyChannel(ReplyWaiters waiters, WebMetrics metrics) : IReplyChannel
{
    public ChannelKind Kind => ChannelKind.Web;

    public Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken)
        => Task.FromResult<DeliveryReceipt?>(null);

    public Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Task.FromResult(receipt);

    public Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
    {
        if (!waiters.Answered(target.TurnId))
        {
            metrics.Unclaimed();
        }

        return Task.FromResult(new DeliveryReceipt(target.TurnId));
    }

    public Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
    {
        waiters.Answered(target.TurnId);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken)
        => Task.FromResult<DeliveryReceipt?>(null);

    public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken)
    {
        waiters.Progressed(target.TurnId, progress);
        return Task.CompletedTask;
    }
}
