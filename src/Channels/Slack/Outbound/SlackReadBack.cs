using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>Finds the messages of a turn in Slack by their marks: metadata, or the id of a block or of a stream's step where there is none (S-58).</summary>
internal sealed class SlackReadBack(SlackWebClient client, SlackWorkspaces workspaces)
{
    private const int PageSize = 200;
    private const int MaxPages = 10;

    /// <summary>Returns the message of each part that was found, by part, from 1.</summary>
    /// <param name="address">Where they were posted.</param>
    /// <param name="turnId">The turn.</param>
    /// <param name="except">A message that is known already; another one of its part is looked for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="SlackApiException">Slack could not be read.</exception>
    public async Task<IReadOnlyDictionary<int, string>> FindAsync(SlackAddress address, string turnId, string? except, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, string>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var reply = await client.CallAsync(
                address.Thread is null ? SlackMethod.History : SlackMethod.Replies, address.Team, null, Arguments(address, cursor), cancellationToken);
            Collect(reply.Member("messages"u8), workspaces.Of(address.Team), turnId, except, found);
            cursor = reply.Member("response_metadata"u8).Text("next_cursor"u8);
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return found;
    }

    private static JsonObject Arguments(SlackAddress address, string? cursor)
    {
        var arguments = new JsonObject { ["channel"] = address.Channel, ["limit"] = PageSize, ["include_all_metadata"] = "true" };
        if (address.Thread is { } thread)
        {
            arguments["ts"] = thread;
        }

        if (address.Since is { } since)
        {
            arguments["oldest"] = since;
        }

        if (cursor is not null)
        {
            arguments["cursor"] = cursor;
        }

        return arguments;
    }

    private static void Collect(JsonElement messages, SlackWorkspace? bot, string turnId, string? except, Dictionary<int, string> found)
    {
        if (messages.ValueKind is not JsonValueKind.Array)
        {
            return;
        }

        foreach (var message in messages.EnumerateArray())
        {
            if (IsOurs(bot, message) && message.Id("ts"u8) is { } ts && ts != except && PartOf(message, turnId) is { } part)
            {
                found.TryAdd(part, ts);
            }
        }
    }

    // Anybody can put our mark on a message of theirs; updating it would fail, and our own answer would be missing.
    private static bool IsOurs(SlackWorkspace? bot, JsonElement message)
        => bot is null or { BotUserId: null, BotId: null } || bot.IsOwn(message.Id("user"u8), message.Id("bot_id"u8));

    private static int? PartOf(JsonElement message, string turnId)
    {
        var metadata = message.Member("metadata"u8);
        var payload = metadata.Member("event_payload"u8);
        if (metadata.Text("event_type"u8) == SlackMessageArguments.MarkType && payload.Text("turn"u8) == turnId)
        {
            return payload.Member("part"u8) is { ValueKind: JsonValueKind.Number } part && part.TryGetInt32(out var number) ? number : 1;
        }

        var blocks = message.Member("blocks"u8);
        return blocks.ValueKind is JsonValueKind.Array
            ? blocks.EnumerateArray().Select(block => PartOf(block.Text("block_id"u8), turnId) ?? PartOf(block.Text("task_id"u8), turnId)).FirstOrDefault(part => part is not null)
            : null;
    }

    private static int? PartOf(string? mark, string turnId)
        => mark is not null && mark.LastIndexOf(':') is > 0 and var colon && int.TryParse(mark.AsSpan(colon + 1), out var part) && mark == SlackActions.Mark(turnId, part)
            ? part
            : null;
}
