using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>Gives what came over a connection to the same entries that requests have, and makes the acknowledgement of it: only what is stored is acknowledged (S-86).</summary>
/// <remarks>The entries are asked for when something comes: a service of the host is made before the options are checked, and must not be the first to fail on them.</remarks>
internal sealed partial class SlackSocketDispatcher(IServiceProvider services, SlackMetrics metrics, ILogger<SlackSocketDispatcher> logger)
{
    private const int MaxFields = 64;
    private const int LastRetry = 3;

    /// <summary>Returns the acknowledgement of an envelope; null when it must be delivered again, or is none.</summary>
    public async Task<byte[]?> TakeAsync(JsonElement envelope, CancellationToken cancellationToken)
    {
        if (envelope.Text("envelope_id"u8) is not { Length: > 0 and <= 200 } id)
        {
            return null;
        }

        var (route, answer) = await AnswerAsync(envelope, cancellationToken);
        metrics.Request(route, answer.Result);
        if (answer.Status == StatusCodes.Status503ServiceUnavailable)
        {
            SlackEnvelopeNotStored(answer.Result);
            return null;
        }

        return Acknowledgement(id, envelope, answer);
    }

    private async Task<(string Route, SlackAnswer Answer)> AnswerAsync(JsonElement envelope, CancellationToken cancellationToken)
    {
        var payload = envelope.Member("payload"u8);
        var type = envelope.Text("type"u8);
        var route = type switch
        {
            "events_api" => SlackEventsEndpoint.Route,
            "slash_commands" => SlackCommandsEndpoint.Route,
            "interactive" => SlackInteractionsEndpoint.Route,
            _ => "unknown",
        };
        try
        {
            return (route, type switch
            {
                "events_api" => await services.GetRequiredService<SlackEventsEndpoint>().TakeAsync(payload, RetryOf(envelope) >= LastRetry, cancellationToken),
                "slash_commands" => await services.GetRequiredService<SlackCommandsEndpoint>().TakeAsync(Fields(payload), cancellationToken),
                "interactive" => await services.GetRequiredService<SlackInteractionsEndpoint>().TakeAsync(payload, cancellationToken),
                _ => SlackAnswer.Ok(SlackResults.UnknownType),
            });
        }
        catch (Exception fault) when (JsonMembers.IsUnreadable(fault))
        {
            return (route, SlackAnswer.Malformed);
        }
        catch (StoreUnavailableException)
        {
            return (route, SlackAnswer.NotStored(SlackResults.Unavailable));
        }
    }

    private static byte[] Acknowledgement(string id, JsonElement envelope, SlackAnswer answer)
    {
        var acknowledgement = new JsonObject { ["envelope_id"] = id };
        if (answer.Body is { } body && envelope.IsTrue("accepts_response_payload"u8))
        {
            acknowledgement["payload"] = JsonNode.Parse(body);
        }

        return Encoding.UTF8.GetBytes(acknowledgement.ToJsonString());
    }

    private static int RetryOf(JsonElement envelope)
        => envelope.Member("retry_attempt"u8) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var retry) ? retry : 0;

    private static Dictionary<string, string> Fields(JsonElement payload)
        => payload.ValueKind is JsonValueKind.Object
            ? payload.EnumerateObject()
                .Where(field => field.Value.ValueKind is JsonValueKind.String)
                .Take(MaxFields)
                .DistinctBy(field => field.Name, StringComparer.Ordinal)
                .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.Ordinal)
            : [];

    [LoggerMessage(LogEvents.SlackEnvelopeNotStored, LogLevel.Warning, "A delivery was not stored ({Result}) and not acknowledged: Slack delivers it again")]
    private partial void SlackEnvelopeNotStored(string result);
}
