using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Shows single messages. When Slack refuses the blocks, the same is said in plain text, citations included (S-57).</summary>
internal sealed partial class SlackPoster(SlackWebClient client, ILogger<SlackPoster> logger)
{
    /// <summary>Posts a message and returns its <c>ts</c>.</summary>
    /// <param name="address">Where.</param>
    /// <param name="message">The message.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="part">The part of the reply.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="hasTurn">The channel's turn for this message was taken already.</param>
    public async Task<string> PostAsync(
        SlackAddress address, SlackMessage message, string turnId, int part, CancellationToken cancellationToken, bool hasTurn = false)
    {
        // One post a second and Slack channel (S-52); updates show nothing new and are not held to it.
        var channel = hasTurn ? null : address.Channel;
        var reply = await CallAsync(SlackMethod.PostMessage, address, channel, SlackMessageArguments.Post(address, message, turnId, part), cancellationToken);
        return reply.Id("ts"u8) ?? throw new SlackApiException(SlackMethod.PostMessage, "invalid_response", DeliveryFailure.Ambiguous);
    }

    public Task UpdateAsync(SlackAddress address, string ts, SlackMessage message, string turnId, int part, CancellationToken cancellationToken)
        => CallAsync(SlackMethod.Update, address, null, SlackMessageArguments.Update(address, ts, message, turnId, part), cancellationToken);

    /// <summary>Shows a message to the asker alone.</summary>
    public async Task RespondAsync(SlackAddress address, SlackMessage message, bool replacesOriginal, CancellationToken cancellationToken)
    {
        var arguments = SlackMessageArguments.Private(message, replacesOriginal);
        var url = new Uri(address.ResponseUrl!);
        try
        {
            await client.RespondAsync(address.Team, url, arguments, cancellationToken);
        }
        catch (SlackApiException fault) when (SlackErrors.IsBlockFault(fault.Error))
        {
            SlackReplyFellBack(fault.Error);
            await client.RespondAsync(address.Team, url, SlackMessageArguments.WithoutBlocks(arguments), cancellationToken);
        }
    }

    private async Task<System.Text.Json.JsonElement> CallAsync(
        SlackMethod method, SlackAddress address, string? channel, JsonObject arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CallAsync(method, address.Team, channel, arguments, cancellationToken);
        }
        catch (SlackApiException fault) when (SlackErrors.IsBlockFault(fault.Error))
        {
            SlackReplyFellBack(fault.Error);
            return await client.CallAsync(method, address.Team, channel, SlackMessageArguments.WithoutBlocks(arguments), cancellationToken);
        }
    }

    [LoggerMessage(LogEvents.SlackReplyFellBack, LogLevel.Warning, "Slack refused the blocks of a reply ({Error}); it is shown as plain text")]
    private partial void SlackReplyFellBack(string error);
}
