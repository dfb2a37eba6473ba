using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Outbound.Streaming;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Delivers replies in Teams, which can neither be read nor told a post from its repetition: placeholders are posted and their ids stored, and
/// what is said is said by changing them (T-18).
/// </summary>
internal sealed partial class TeamsReplyChannel(
    TeamsConnectorClient client,
    TeamsStreams streams,
    TeamsProgressEdits edits,
    TeamsVerdicts verdicts,
    TeamsMetrics metrics,
    IOptions<TeamsOptions> options,
    IOptions<TeamsSensitivityLabel> label,
    ILogger<TeamsReplyChannel> logger) : IReplyChannel
{
    private const int MaxRemembered = 10_000;

    // What comes before it takes milliseconds, and clients show the typing longer than that; the placeholder is the first sign (T-13).
    private const string SlowStage = "writing";

    // Turns whose cards Teams refused: their text may need another number of messages, which is reserved at the next attempt.
    private readonly RecentKeys _plainTurns = new(MaxRemembered);
    private readonly RecentKeys _typedTurns = new(MaxRemembered);

    public ChannelKind Kind => ChannelKind.Teams;

    public Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken)
        => Translated<DeliveryReceipt?>(async () =>
        {
            var address = TeamsAddress.Read(target.Address);
            return await streams.TryStartAsync(target, address, TeamsReplyRenderer.Placeholder(ContextOf(target, address)), cancellationToken)
                ?? new DeliveryReceipt(await PostPlaceholderAsync(target, address, cancellationToken));
        });

    public Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Translated<DeliveryReceipt?>(async () => await ReserveAllAsync(target, receipt, reply, cancellationToken));

    public async Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
    {
        var receipt = await Translated(() => ReserveAllAsync(target, null, reply, cancellationToken));
        await UpdateAsync(target, receipt, reply, cancellationToken);
        return receipt;
    }

    public Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Translated(() => ShowAsync(target, receipt, reply, isRefresh: false, cancellationToken));

    public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Translated(() => ShowAsync(target, receipt, reply, isRefresh: true, cancellationToken));

    public Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken)
    {
        metrics.Orphan("suspected");
        return Task.FromResult<DeliveryReceipt?>(null);
    }

    public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => Translated(async () =>
        {
            var address = TeamsAddress.Read(target.Address);
            await streams.GiveUpAsync(target.TurnId, address, cancellationToken);
            await RemoveAsync(address, receipt.MessageIds(), cancellationToken);
            return receipt;
        });

    public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => RemoveAsync(target, receipt, cancellationToken);

    public async Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken)
    {
        var address = TeamsAddress.Read(target.Address);
        if (streams.IsOpen(target.TurnId))
        {
            await streams.ShowAsync(target, address, progress, cancellationToken);
            return;
        }

        if (address.IsPersonal && progress.Stage == SlowStage && _typedTurns.Add(target.TurnId))
        {
            await client.TypeAsync(address, TeamsActivities.Typing(address), cancellationToken);
        }

        if (options.Value.Streaming && receipt?.MessageIds() is [var placeholder, ..] && streams.IsMessage(target.TurnId, receipt))
        {
            await edits.ShowAsync(target.TurnId, address, placeholder, TeamsReplyRenderer.Progress(progress, ContextOf(target, address)), cancellationToken);
        }
    }

    /// <summary>Removes a placeholder that a client showed to be there beside its answer (T-18).</summary>
    /// <exception cref="DeliveryException">It could not be removed.</exception>
    public Task RemoveOrphanAsync(TeamsAddress address, string activityId, CancellationToken cancellationToken)
        => Translated(async () =>
        {
            await client.DeleteAsync(address, activityId, cancellationToken);
            metrics.Orphan("removed");
            return activityId;
        });

    private Task<string> PostPlaceholderAsync(ReplyTarget target, TeamsAddress address, CancellationToken cancellationToken)
        => client.PostAsync(address, TeamsActivities.Addressed(TeamsReplyRenderer.Placeholder(ContextOf(target, address)), address), cancellationToken);

    private async Task<DeliveryReceipt> ReserveAllAsync(
        ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
    {
        var address = TeamsAddress.Read(target.Address);
        var known = receipt?.MessageIds().Length ?? 0;
        var posted = new List<string>();
        try
        {
            var parts = Render(target, address, reply);
            while (known + posted.Count < parts.Count)
            {
                // People are told of a mention when a message is posted, and not when it is changed.
                posted.Add(reply.Reply is HandOverReply
                    ? await client.PostAsync(address, TeamsActivities.Addressed(parts[known + posted.Count], address), cancellationToken)
                    : await PostPlaceholderAsync(target, address, cancellationToken));
            }
        }
        catch (TeamsApiException fault)
        {
            await TakeBackAsync(address, posted, cancellationToken);
            CountOrphan(fault, receipt);
            throw;
        }

        return receipt is null ? DeliveryReceipt.Of(posted) : posted.Count > 0 ? receipt.With(posted) : receipt;
    }

    // Nobody would know their ids any more.
    private async Task TakeBackAsync(TeamsAddress address, IEnumerable<string> posted, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAsync(address, posted, cancellationToken);
        }
        catch (TeamsApiException)
        {
            // The client has counted and logged it.
            metrics.Orphan("suspected");
        }
    }

    // Without a receipt the turn is reconciled before it is tried again, and counted there.
    private void CountOrphan(TeamsApiException fault, DeliveryReceipt? receipt)
    {
        if (fault.Failure is DeliveryFailure.Ambiguous && receipt is not null)
        {
            metrics.Orphan("suspected");
        }
    }

    private async Task<DeliveryReceipt> ShowAsync(
        ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, bool isRefresh, CancellationToken cancellationToken)
    {
        var address = TeamsAddress.Read(target.Address);
        var ids = receipt.MessageIds();
        if (!isRefresh && ids is [var first, ..] && edits.MayStillCome(address, first))
        {
            // An answer that is said there could be overwritten by how far it was: it is said anew, and what comes late finds nothing.
            await RemoveAsync(address, ids, cancellationToken);
            throw new TeamsApiException(TeamsOperation.Update, null, TeamsErrors.Timeout, DeliveryFailure.Gone);
        }

        try
        {
            await UpdateAllAsync(target, address, receipt, Render(target, address, reply), isRefresh, cancellationToken);
        }
        catch (TeamsApiException fault) when (TeamsErrors.IsCardRefused(fault) && _plainTurns.Add(target.TurnId))
        {
            TeamsReplyFellBack(fault.Status, fault.ErrorCode);
            var plain = Render(target, address, reply);
            if (plain.Count > ids.Length && !isRefresh)
            {
                // The next attempt reserves what is missing before anything is said.
                throw new TeamsApiException(fault.Operation, fault.Status, fault.ErrorCode, DeliveryFailure.Transient);
            }

            await UpdateAllAsync(target, address, receipt, plain, isRefresh, cancellationToken);
        }
        catch (TeamsApiException fault) when (fault.Failure is DeliveryFailure.Gone && ids.Length > 1)
        {
            // The reply is posted anew as a whole, so what is left of it must not stand beside it.
            await TakeBackAsync(address, ids, cancellationToken);
            throw;
        }

        return receipt;
    }

    private async Task UpdateAllAsync(
        ReplyTarget target, TeamsAddress address, DeliveryReceipt receipt, IReadOnlyList<JsonObject> parts, bool isRefresh, CancellationToken cancellationToken)
    {
        var ids = receipt.MessageIds();
        if (isRefresh && parts.Count > ids.Length)
        {
            // The votes made it too long for the messages there are; what stands is whole, a part of the new would not be.
            return;
        }

        for (var i = 0; i < Math.Min(ids.Length, parts.Count); i++)
        {
            try
            {
                if (i == 0 && !isRefresh && TeamsStreamReceipts.StartOf(receipt) is { } started)
                {
                    await streams.SayAsync(target, address, ids[i], started, parts[i], cancellationToken);
                }
                else
                {
                    await client.UpdateAsync(address, ids[i], TeamsActivities.Addressed(parts[i], address, ids[i]), cancellationToken);
                }
            }
            catch (TeamsApiException fault) when (isRefresh && fault.Failure is DeliveryFailure.Gone)
            {
                // Somebody withdrew it, and what was withdrawn is not posted again (T-39).
            }
        }

        if (ids.Length > parts.Count)
        {
            await RemoveAsync(address, ids[parts.Count..], cancellationToken);
        }
    }

    private async Task RemoveAsync(TeamsAddress address, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            await client.DeleteAsync(address, id, cancellationToken);
        }
    }

    private IReadOnlyList<JsonObject> Render(ReplyTarget target, TeamsAddress address, OutboundReply reply)
    {
        var context = ContextOf(target, address) with { RefreshFor = ReadersOf(address) };
        return _plainTurns.Contains(target.TurnId) ? TeamsReplyRenderer.RenderPlain(reply, context) : TeamsReplyRenderer.Render(reply, context);
    }

    private TeamsCardContext ContextOf(ReplyTarget target, TeamsAddress address)
        => new(target.TurnId, options.Value.AnswerStyle) { RefreshFor = address.Person is { } person ? [person] : [], Label = label.Value, Words = Phrases.For(target.Locale) };

    // Each of them sees their own vote on the answer (T-24); a placeholder is looked after by who asked.
    private IReadOnlyList<string> ReadersOf(TeamsAddress address)
        => address.Person is not { } person ? []
            : [.. verdicts.Members(address.Tenant, TeamsId.RoomOf(address.Conversation)).Prepend(person).Distinct(StringComparer.Ordinal).Take(TeamsLimits.Viewers)];

    private static async Task<T> Translated<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (TeamsApiException fault)
        {
            throw fault.ToDelivery();
        }
    }

    [LoggerMessage(LogEvents.TeamsReplyFellBack, LogLevel.Warning, "Teams refused the card of a reply ({Status} {Error}); it is shown as plain text")]
    private partial void TeamsReplyFellBack(int? status, string? error);
}
