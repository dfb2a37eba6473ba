using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Shows what Slack would get for a reply. Works whether or not the channel is on.</summary>
internal sealed class SlackReplyPreview(IOptions<SlackOptions> options) : IReplyPreview
{
    public ChannelKind Kind => ChannelKind.Slack;

    public JsonNode Render(OutboundReply reply, string turnId, string? locale)
    {
        var messages = SlackReplyRenderer.Render(reply, new SlackCardContext(turnId, options.Value.PlainButtons) { Words = Phrases.For(locale) });
        return new JsonArray([.. messages.Select(message => new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks })]);
    }
}
