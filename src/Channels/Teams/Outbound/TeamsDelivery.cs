using ChatOpsBot.Channels.Teams.Outbound.References;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.Waiting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Decides where a reply goes before it is posted: to the dialog that waits for it, to the person alone, or where it was asked, at the newest address of that
/// conversation.
/// </summary>
internal sealed class TeamsDelivery(
    TeamsReplyChannel posted, TeamsReferences references, TeamsPlaces places, ReplyWaiters waiters, IOptions<TeamsOptions> options) : IReplyChannel
{
    // Before the ids of a receipt; Teams' own have none of these.
    private const string InChat = "chat!";
    private const string ToOne = "one!";

    public ChannelKind Kind => ChannelKind.Teams;

    public async Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken)
        => IsFetched(target) ? null : await posted.PostPlaceholderAsync(await NewestAsync(target, cancellationToken), cancellationToken);

    public async Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
        => IsFetched(target) ? receipt
            : receipt is null && IsForOne(target, reply) && await ReserveAloneAsync(target, reply, cancellationToken) is { } alone ? alone
            : await AtAsync(target, receipt, (there, known, stop) => posted.ReserveAsync(there, known, reply, stop), cancellationToken);

    public async Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
    {
        if (IsFetched(target))
        {
            waiters.Answered(target.TurnId);
            return new DeliveryReceipt(target.TurnId);
        }

        return await posted.PostAsync(await NewestAsync(target, cancellationToken), reply, cancellationToken);
    }

    public async Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
    {
        if (IsFetched(target))
        {
            waiters.Answered(target.TurnId);
            return;
        }

        await AtAsync(target, receipt, (there, known, stop) => posted.UpdateAsync(there, known!, reply, stop), cancellationToken);
    }

    public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => UnlessFetchedAsync(target, receipt, (there, known, stop) => posted.RefreshAsync(there, known!, reply, stop), cancellationToken);

    public async Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken)
        => IsFetched(target) ? null : await posted.ReconcileAsync(target, cancellationToken);

    public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => UnlessFetchedAsync(target, receipt, (there, known, stop) => posted.RemoveAsync(there, known!, stop), cancellationToken);

    public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => UnlessFetchedAsync(target, receipt, (there, known, stop) => posted.WithdrawAsync(there, known!, stop), cancellationToken);

    public async Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken)
    {
        if (IsFetched(target))
        {
            waiters.Progressed(target.TurnId, progress);
            return;
        }

        await posted.ShowProgressAsync(await NewestAsync(target, cancellationToken), receipt, progress, cancellationToken);
    }

    /// <summary>Says whether a reply stands in a message of the place where it was asked, be it for one person alone.</summary>
    public static bool StandsIn(DeliveryReceipt receipt, string messageId) => receipt.Holds(messageId) || receipt.Holds(ToOne + messageId);

    private static bool IsFetched(ReplyTarget target) => TeamsAddress.Read(target.Address).IsFetched;

    // What stands in the room already stays there.
    private bool IsForOne(ReplyTarget target, OutboundReply reply)
        => reply.Reply is NoticeReply { IsForAsker: true } && options.Value.PrivateNotices is not TeamsPrivateNotices.Group && !TeamsAddress.Read(target.Address).IsPersonal;

    // Better said to everybody than to nobody: it says how much was asked, and nothing that stands in a document.
    private async Task<DeliveryReceipt?> ReserveAloneAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
    {
        var mark = options.Value.PrivateNotices is TeamsPrivateNotices.Targeted ? ToOne : InChat;
        try
        {
            return await FindAsync(target, mark, cancellationToken) is { } alone ? Marked(mark, await posted.ReserveAsync(alone, null, reply, cancellationToken)) : null;
        }
        catch (DeliveryException refused) when (refused.Failure is DeliveryFailure.Permanent)
        {
            return null;
        }
    }

    private Task UnlessFetchedAsync(
        ReplyTarget target, DeliveryReceipt receipt, Func<ReplyTarget, DeliveryReceipt?, CancellationToken, Task> act, CancellationToken cancellationToken)
        => IsFetched(target) ? Task.CompletedTask : AtAsync(target, receipt, act, cancellationToken);

    private Task<DeliveryReceipt?> AtAsync(
        ReplyTarget target, DeliveryReceipt? receipt, Func<ReplyTarget, DeliveryReceipt?, CancellationToken, Task> act, CancellationToken cancellationToken)
        => AtAsync(
            target,
            receipt,
            async (there, known, stop) =>
            {
                await act(there, known, stop);
                return known;
            },
            cancellationToken);

    private async Task<DeliveryReceipt?> AtAsync(
        ReplyTarget target,
        DeliveryReceipt? receipt,
        Func<ReplyTarget, DeliveryReceipt?, CancellationToken, Task<DeliveryReceipt?>> act,
        CancellationToken cancellationToken)
    {
        if (MarkOf(receipt) is not { } mark)
        {
            return await act(await NewestAsync(target, cancellationToken), receipt, cancellationToken);
        }

        // The chat is not known any more: what stood there cannot be changed, and something new can be said.
        var alone = await FindAsync(target, mark, cancellationToken) ?? throw new DeliveryException(DeliveryFailure.Gone, "teams: the chat of a private reply is not known");
        return Marked(mark, await act(alone, DeliveryReceipt.Of(receipt!.MessageIds().Select(id => id[mark.Length..])), cancellationToken));
    }

    private async Task<ReplyTarget?> FindAsync(ReplyTarget target, string mark, CancellationToken cancellationToken)
    {
        var asked = await references.NewestAsync(TeamsAddress.Read(target.Address), cancellationToken);
        if (mark == ToOne)
        {
            return asked.Person is null ? null : target with { Address = (asked with { IsTargeted = true }).ToReplyAddress() };
        }

        try
        {
            return await places.FindOrOpenAsync(asked.ServiceUrl, asked.Bot, target.RecipientId, cancellationToken) is { } chat ? target with { Address = chat.ToReplyAddress() } : null;
        }
        catch (TeamsApiException fault)
        {
            throw fault.ToDelivery();
        }
    }

    private async Task<ReplyTarget> NewestAsync(ReplyTarget target, CancellationToken cancellationToken)
        => target with { Address = (await references.NewestAsync(TeamsAddress.Read(target.Address), cancellationToken)).ToReplyAddress() };

    private static string? MarkOf(DeliveryReceipt? receipt)
        => receipt is null ? null : Array.Find([InChat, ToOne], mark => receipt.MessageId.StartsWith(mark, StringComparison.Ordinal));

    private static DeliveryReceipt? Marked(string mark, DeliveryReceipt? receipt) => receipt is null ? null : DeliveryReceipt.Of(receipt.MessageIds().Select(id => mark + id));
}
