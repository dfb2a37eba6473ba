using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>One Slack message, without where it goes.</summary>
/// <param name="Text">All that the blocks say, escaped: for notifications, screen readers and as the fallback (S-65).</param>
/// <param name="Blocks">The blocks.</param>
internal sealed record SlackMessage(string Text, JsonArray Blocks);

/// <summary>A paragraph, a source, a note: what is never divided between two messages.</summary>
/// <param name="Blocks">Its blocks.</param>
/// <param name="Text">The same in escaped text.</param>
/// <param name="ShortText">The same in fewer words, for when <paramref name="Text"/> does not fit.</param>
internal sealed record SlackPiece(IReadOnlyList<JsonObject> Blocks, string Text, string ShortText)
{
    public int Characters { get; } = Blocks.Sum(SlackBlocks.Characters);

    public static SlackPiece Of(string text, params JsonObject[] blocks) => new(blocks, SlackEscape.Mrkdwn(DisplayText.Visible(text)), SlackEscape.Mrkdwn(DisplayText.Visible(text)));
}
