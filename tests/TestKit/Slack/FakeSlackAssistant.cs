using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>The methods of <c>assistant.threads</c>: status, suggested prompts and title (S-69).</summary>
internal sealed class FakeSlackAssistant(FakeSlackWorkspace workspace)
{
    private const int MaxPrompts = 4;
    private const int MaxLoadingMessages = 10;

    public JsonObject SetStatus(JsonObject arguments)
    {
        var (channel, thread) = ((string?)arguments["channel_id"] ?? string.Empty, (string?)arguments["thread_ts"] ?? string.Empty);
        if (workspace.Find(channel) is null)
        {
            return FakeSlackMethods.Error("channel_not_found");
        }

        if (!workspace.HasThread(channel, thread))
        {
            return FakeSlackMethods.Error("invalid_thread_ts");
        }

        if ((string?)arguments["status"] is not { } status || arguments["loading_messages"] is JsonArray { Count: > MaxLoadingMessages })
        {
            return FakeSlackMethods.Error("invalid_arguments");
        }

        workspace.SetStatus(channel, thread, status);
        return FakeSlackMethods.Ok();
    }

    public JsonObject SetPrompts(JsonObject arguments)
    {
        var prompts = arguments["prompts"] as JsonArray;
        return workspace.Find((string?)arguments["channel_id"]) is null ? FakeSlackMethods.Error("channel_not_found")
            : prompts is not { Count: > 0 and <= MaxPrompts } || !prompts.All(IsPrompt) ? FakeSlackMethods.Error("invalid_arguments")
            : FakeSlackMethods.Ok();
    }

    public JsonObject SetTitle(JsonObject arguments)
    {
        var (channel, thread) = ((string?)arguments["channel_id"] ?? string.Empty, (string?)arguments["thread_ts"] ?? string.Empty);
        return workspace.Find(channel) is null ? FakeSlackMethods.Error("channel_not_found")
            : !workspace.HasThread(channel, thread) ? FakeSlackMethods.Error("invalid_thread_ts")
            : (string?)arguments["title"] is not { Length: > 0 } ? FakeSlackMethods.Error("invalid_arguments")
            : FakeSlackMethods.Ok();
    }

    private static bool IsPrompt(JsonNode? prompt) => (string?)prompt?["title"] is { Length: > 0 } && (string?)prompt["message"] is { Length: > 0 };
}
