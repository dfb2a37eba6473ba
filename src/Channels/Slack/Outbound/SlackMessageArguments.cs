using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Builds the arguments of the calls that show something. Links are never unfurled (S-70); every message carries its mark (S-58).</summary>
internal static class SlackMessageArguments
{
    /// <summary>The kind of metadata a message of ours carries. Everybody in the workspace can read it: an opaque id, nothing else.</summary>
    public const string MarkType = "chatopsbot_turn";

    public static JsonObject Post(SlackAddress address, SlackMessage message, string turnId, int part)
    {
        var arguments = Content(address, message, turnId, part);
        if (address.Thread is { } thread)
        {
            arguments["thread_ts"] = thread;
        }

        return arguments;
    }

    public static JsonObject Update(SlackAddress address, string ts, SlackMessage message, string turnId, int part)
    {
        var arguments = Content(address, message, turnId, part);
        arguments["ts"] = ts;
        return arguments;
    }

    public static JsonObject Private(SlackMessage message, bool replacesOriginal) => new()
    {
        ["response_type"] = "ephemeral",
        ["replace_original"] = replacesOriginal,
        ["text"] = message.Text,
        ["blocks"] = message.Blocks.DeepClone(),
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
    };

    /// <summary>The same call with the text alone, for when Slack refuses the blocks.</summary>
    public static JsonObject WithoutBlocks(JsonObject arguments)
    {
        var plain = (JsonObject)arguments.DeepClone();
        plain["blocks"] = new JsonArray();
        return plain;
    }

    /// <summary>The metadata by which a message of ours is found again.</summary>
    public static JsonObject MarkOf(string turnId, int part) => new()
    {
        ["event_type"] = MarkType,
        ["event_payload"] = new JsonObject { ["turn"] = turnId, ["part"] = part },
    };

    private static JsonObject Content(SlackAddress address, SlackMessage message, string turnId, int part) => new()
    {
        ["channel"] = address.Channel,
        ["text"] = message.Text,
        ["blocks"] = message.Blocks.DeepClone(),
        ["metadata"] = MarkOf(turnId, part),
        ["parse"] = "none",
        ["link_names"] = false,
        ["unfurl_links"] = false,
        ["unfurl_media"] = false,
    };
}
