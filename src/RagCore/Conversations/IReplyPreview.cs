using System.Text.Json.Nodes;

namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Shows what a channel would send for a reply, without sending it. A channel registers one; the playground lists all there are.</summary>
public interface IReplyPreview
{
    /// <summary>Gets the channel.</summary>
    ChannelKind Kind { get; }

    /// <summary>Returns the payload as the platform would get it, in the person's language.</summary>
    JsonNode Render(OutboundReply reply, string turnId, string? locale);
}
