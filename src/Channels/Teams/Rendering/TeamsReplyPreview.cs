using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>Shows what Teams would get for a reply. Works whether or not the channel is on.</summary>
internal sealed class TeamsReplyPreview(IOptions<TeamsOptions> options, IOptions<TeamsSensitivityLabel> label) : IReplyPreview
{
    public ChannelKind Kind => ChannelKind.Teams;

    public JsonNode Render(OutboundReply reply, string turnId, string? locale)
        => new JsonArray([.. TeamsReplyRenderer.Render(reply, new TeamsCardContext(turnId, options.Value.AnswerStyle) { Words = Phrases.For(locale), Label = label.Value })]);
}
