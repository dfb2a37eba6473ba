using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>A person opened the conversation with the bot.</summary>
/// <param name="Team">The workspace.</param>
/// <param name="Channel">The direct conversation.</param>
/// <param name="Thread">The thread, where the app is an assistant of the older kind (<c>assistant_view</c>); null for an agent.</param>
internal sealed record SlackOpening(string Team, string Channel, string? Thread)
{
    /// <summary>Reads the events that say so: <c>app_home_opened</c> on the messages tab, and <c>assistant_thread_started</c> of older installs. Null for any other.</summary>
    public static SlackOpening? Read(SlackEnvelope envelope, JsonElement type)
    {
        var said = envelope.Event;
        if (type.ValueEquals("app_home_opened"u8))
        {
            return said.Text("tab"u8) == "messages" && said.Id("channel"u8) is { } channel ? new(envelope.Team, channel, null) : null;
        }

        var thread = said.Member("assistant_thread"u8);
        return type.ValueEquals("assistant_thread_started"u8) && thread.Id("channel_id"u8) is { } place && thread.Id("thread_ts"u8) is { } ts
            ? new(envelope.Team, place, ts)
            : null;
    }

    /// <summary>Says whether an event tells what a person looks at. It is taken and nothing of it is kept: it decides neither what is found nor what may be read.</summary>
    public static bool IsView(JsonElement type) => type.ValueEquals("app_context_changed"u8) || type.ValueEquals("assistant_thread_context_changed"u8);
}
