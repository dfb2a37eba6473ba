using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Outbound.Assistant;
using ChatOpsBot.Channels.Slack.Outbound.Streaming;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Delivers replies in Slack: a placeholder once, then the reply in its place (S-59); a placeholder may be a stream that grows into the reply. Every message carries the turn and its part,
/// so that whatever is repeated finds what is there already.
/// </summary>
internal sealed class SlackReplyChannel(
    SlackPoster poster, SlackWebClient client, SlackReadBack readBack, SlackStreams streams, SlackThreadStatus status, IOptions<SlackOptions> options) : IReplyChannel
{
    // A private reply has no id that could be read or updated; repeating it replaces it.
    private static readonly DeliveryReceipt PrivateReceipt = new("private");

    public ChannelKind Kind => ChannelKind.Slack;

    public async Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken)
    {
        var address = SlackAddress.Read(target.Address);
        if (address.ResponseUrl is not null)
        {
            // The command itself was answered with "Searching…".
            return null;
        }

        return await Translated(() => ShowPlaceholderAsync(address, target, cancellationToken));
    }

    public Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Task.FromResult(receipt);

    public Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken)
        => Translated(() => PostAllAsync(target, SlackAddress.Read(target.Address), reply, cancellationToken));

    public Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Cleared(target, () => UpdateAllAsync(target, receipt, reply, isRefresh: false, cancellationToken));

    public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken)
        => Translated(() => UpdateAllAsync(target, receipt, reply, isRefresh: true, cancellationToken));

    public async Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken)
    {
        var address = SlackAddress.Read(target.Address);
        if (address.ResponseUrl is not null)
        {
            return null;
        }

        var found = await Translated(() => TryFindAsync(address, target.TurnId, cancellationToken));
        return found is not null && found.TryGetValue(1, out var ts) ? new DeliveryReceipt(ts) : null;
    }

    public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => Cleared(target, () => RemoveAllAsync(target, receipt, cancellationToken));

    public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
        => Cleared(target, () => WithdrawAllAsync(SlackAddress.Read(target.Address), receipt, cancellationToken));

    public Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken)
    {
        var address = SlackAddress.Read(target.Address);
        return cancellationToken.IsCancellationRequested || receipt is null || address.ResponseUrl is not null ? Task.CompletedTask
            : streams.Find(address, receipt.MessageId) is { } stream ? streams.ShowAsync(address, stream, progress, target.Locale)
            : status.ShowAsync(address, target, progress);
    }

    private async Task<DeliveryReceipt> ShowPlaceholderAsync(SlackAddress address, ReplyTarget target, CancellationToken cancellationToken)
    {
        var start = await streams.TryStartAsync(address, target, cancellationToken);
        return new DeliveryReceipt(
            start.Ts ?? await poster.PostAsync(
                address, SlackReplyRenderer.Placeholder(target.TurnId, Phrases.For(target.Locale)), target.TurnId, 1, cancellationToken, hasTurn: start.HasTurn));
    }

    private async Task<DeliveryReceipt> PostAllAsync(ReplyTarget target, SlackAddress address, OutboundReply reply, CancellationToken cancellationToken)
    {
        var parts = Render(target, address, reply);
        if (address.ResponseUrl is not null)
        {
            return await RespondAllAsync(target, address, reply, parts, cancellationToken);
        }

        var first = await poster.PostAsync(address, parts[0], target.TurnId, 1, cancellationToken);
        await ShowFromAsync(2, target, address, parts, isRefresh: false, cancellationToken);
        return new DeliveryReceipt(first);
    }

    private async Task<DeliveryReceipt> RespondAllAsync(
        ReplyTarget target, SlackAddress address, OutboundReply reply, IReadOnlyList<SlackMessage> parts, CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < parts.Count; i++)
            {
                await poster.RespondAsync(address, parts[i], replacesOriginal: i == 0, cancellationToken);
            }
        }
        catch (SlackApiException fault) when (fault.Failure is DeliveryFailure.Permanent)
        {
            // The address lives for five uses and 30 minutes (S-41); the person is then written to directly.
            await SendDirectlyAsync(target, address, reply, cancellationToken);
        }

        return PrivateReceipt;
    }

    // What an earlier attempt got there is found by its marks.
    private async Task SendDirectlyAsync(ReplyTarget target, SlackAddress address, OutboundReply reply, CancellationToken cancellationToken)
    {
        var opened = await client.CallAsync(SlackMethod.OpenConversation, address.Team, null, new() { ["users"] = target.RecipientId }, cancellationToken);
        var channel = opened.Member("channel"u8).Id("id"u8) ?? throw new SlackApiException(SlackMethod.OpenConversation, "invalid_response", DeliveryFailure.Transient);
        var direct = new SlackAddress { Team = address.Team, Channel = channel, Asked = address.Asked };
        await ShowFromAsync(1, target, direct, Render(target, direct, reply), isRefresh: false, cancellationToken);
    }

    private async Task<DeliveryReceipt> UpdateAllAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, bool isRefresh, CancellationToken cancellationToken)
    {
        var address = SlackAddress.Read(target.Address);
        var parts = Render(target, address, reply);
        if (address.ResponseUrl is not null)
        {
            // Only the first part can be replaced, and a card that is refreshed must not repeat the others.
            if (isRefresh)
            {
                await poster.RespondAsync(address, parts[0], replacesOriginal: true, cancellationToken);
                return receipt;
            }

            return await RespondAllAsync(target, address, reply, parts, cancellationToken);
        }

        if (streams.Find(address, receipt.MessageId) is { } stream
            && await streams.TryFinishAsync(address, stream, Ending(stream, target, address, reply, parts), target.Locale, cancellationToken))
        {
            return receipt;
        }

        try
        {
            await UpdateOneAsync(address, receipt.MessageId, parts[0], target.TurnId, 1, cancellationToken);
        }
        catch (SlackApiException fault) when (SlackErrors.IsLostUpdate(fault.Error))
        {
            if (!await TryUpdateReplacementAsync(target, address, receipt, parts[0], cancellationToken))
            {
                if (isRefresh)
                {
                    throw;
                }

                await poster.PostAsync(address, parts[0], target.TurnId, 1, cancellationToken);
                await TryDeleteAsync(address, receipt.MessageId, cancellationToken);
            }
        }

        await ShowFromAsync(2, target, address, parts, isRefresh, cancellationToken);
        return receipt;
    }

    // A stream that another process started, or that could not be ended for sure, is ended before it is replaced (S-67).
    private async Task UpdateOneAsync(SlackAddress address, string ts, SlackMessage message, string turnId, int part, CancellationToken cancellationToken)
    {
        try
        {
            await poster.UpdateAsync(address, ts, message, turnId, part, cancellationToken);
        }
        catch (SlackApiException fault) when (fault.Error == SlackErrors.StreamingStateConflict)
        {
            await streams.StopAsync(address, ts, cancellationToken);
            await poster.UpdateAsync(address, ts, message, turnId, part, cancellationToken);
        }
    }

    // What makes the whole reply out of what was streamed; null when what stands there is not its beginning, or it is too long for one message.
    private SlackStreamEnding? Ending(SlackStream stream, ReplyTarget target, SlackAddress address, OutboundReply reply, IReadOnlyList<SlackMessage> parts)
    {
        if (parts.Count > 1)
        {
            return null;
        }

        if (stream.Shown.Length == 0)
        {
            return new(string.Empty, parts[0].Blocks);
        }

        return reply.Reply is AnswerReply answer
            && SlackStreamText.Of(answer.Statements, answer.Mode is AnswerMode.Model) is { IsWhole: true, Value: var text }
            && text.StartsWith(stream.Shown, StringComparison.Ordinal)
            && SlackReplyRenderer.RenderUnder(reply, ContextOf(target, address)) is [var under]
                ? new(text[stream.Shown.Length..], under.Blocks)
                : null;
    }

    // Somebody deleted the placeholder, or it can no longer be changed; the person who asked still gets the answer, and only once.
    private async Task<bool> TryUpdateReplacementAsync(
        ReplyTarget target, SlackAddress address, DeliveryReceipt lost, SlackMessage message, CancellationToken cancellationToken)
    {
        var found = await TryFindAsync(address, target.TurnId, cancellationToken, lost.MessageId);
        if (found is null || !found.TryGetValue(1, out var ts))
        {
            return false;
        }

        try
        {
            await UpdateOneAsync(address, ts, message, target.TurnId, 1, cancellationToken);
        }
        catch (SlackApiException fault) when (SlackErrors.IsLostUpdate(fault.Error) && fault.Error != SlackErrors.MessageNotFound)
        {
            // It cannot be changed either, but it was posted with the answer in it.
        }

        return true;
    }

    // The answer stands; an old placeholder that stays beside it is no reason to deliver again.
    private async Task TryDeleteAsync(SlackAddress address, string ts, CancellationToken cancellationToken)
    {
        try
        {
            await DeleteAsync(address, ts, cancellationToken);
        }
        catch (SlackApiException)
        {
            // The client has counted and logged it.
        }
    }

    private async Task ShowFromAsync(
        int first, ReplyTarget target, SlackAddress address, IReadOnlyList<SlackMessage> parts, bool isRefresh, CancellationToken cancellationToken)
    {
        if (parts.Count < first)
        {
            return;
        }

        // Where Slack cannot be read, an attempt after a crash may show a part again; losing it would be worse.
        var found = await TryFindAsync(address, target.TurnId, cancellationToken);
        for (var part = first; part <= parts.Count; part++)
        {
            if (found is not null && found.TryGetValue(part, out var ts))
            {
                await UpdateOneAsync(address, ts, parts[part - 1], target.TurnId, part, cancellationToken);
            }
            else if (!isRefresh)
            {
                await poster.PostAsync(address, parts[part - 1], target.TurnId, part, cancellationToken);
            }
        }
    }

    private async Task<bool> RemoveAllAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        var address = SlackAddress.Read(target.Address);
        if (address.ResponseUrl is not null)
        {
            return false;
        }

        var found = await TryFindAsync(address, target.TurnId, cancellationToken, receipt.MessageId);
        foreach (var ts in (found?.Values ?? []).Append(receipt.MessageId).Distinct(StringComparer.Ordinal))
        {
            await DeleteAsync(address, ts, cancellationToken);
        }

        return true;
    }

    private async Task<bool> WithdrawAllAsync(SlackAddress address, DeliveryReceipt receipt, CancellationToken cancellationToken)
    {
        if (address.ResponseUrl is not null)
        {
            return false;
        }

        foreach (var ts in receipt.MessageIds())
        {
            await DeleteAsync(address, ts, cancellationToken);
        }

        return true;
    }

    private async Task DeleteAsync(SlackAddress address, string ts, CancellationToken cancellationToken)
    {
        streams.Forget(address, ts);
        try
        {
            await DeleteOneAsync(address, ts, cancellationToken);
        }
        catch (SlackApiException fault) when (fault.Error == SlackErrors.CannotDelete)
        {
            // Slack does not say why; a stream that is open is one of the reasons.
            await streams.StopAsync(address, ts, cancellationToken);
            await DeleteOneAsync(address, ts, cancellationToken);
        }
    }

    private async Task DeleteOneAsync(SlackAddress address, string ts, CancellationToken cancellationToken)
    {
        try
        {
            await client.CallAsync(SlackMethod.Delete, address.Team, null, new() { ["channel"] = address.Channel, ["ts"] = ts }, cancellationToken);
        }
        catch (SlackApiException fault) when (fault.Error == SlackErrors.MessageNotFound)
        {
            // It is gone, which is what was asked for.
        }
    }

    private async Task<IReadOnlyDictionary<int, string>?> TryFindAsync(
        SlackAddress address, string turnId, CancellationToken cancellationToken, string? except = null)
    {
        try
        {
            return await readBack.FindAsync(address, turnId, except, cancellationToken);
        }
        catch (SlackApiException fault) when (fault.Failure is DeliveryFailure.Permanent || fault.Error == SlackErrors.MissingScope)
        {
            // The history scope is missing or the thread is gone: nothing can be read here, now or later.
            return null;
        }
    }

    private IReadOnlyList<SlackMessage> Render(ReplyTarget target, SlackAddress address, OutboundReply reply)
        => SlackReplyRenderer.Render(reply, ContextOf(target, address));

    private SlackCardContext ContextOf(ReplyTarget target, SlackAddress address)
        => SlackCardContext.Of(target.TurnId, address, options.Value.PlainButtons) with { Words = Phrases.For(target.Locale) };

    // However it ends: a status that stays would promise an answer that is there or never comes.
    private async Task<T> Cleared<T>(ReplyTarget target, Func<Task<T>> call)
    {
        try
        {
            return await Translated(call);
        }
        finally
        {
            await status.ClearAsync(target);
        }
    }

    private static async Task<T> Translated<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (SlackApiException fault)
        {
            throw fault.ToDelivery();
        }
    }
}
