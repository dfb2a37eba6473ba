using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Outbound.Assistant;

/// <summary>
/// Shows how far a turn is under its thread, where the placeholder is an ordinary message (S-69). A post clears a status; an update does not, so the status is
/// cleared with the reply, however that ends. Slack clears it after two minutes by itself.
/// </summary>
internal sealed class SlackThreadStatus(SlackWebClient client, SlackRefusals refusals)
{
    private const int MaxKept = 1_000;

    private readonly ConcurrentDictionary<string, byte> _shown = new(StringComparer.Ordinal);

    /// <summary>Shows a stage, if that can be done now.</summary>
    public async Task ShowAsync(SlackAddress address, ReplyTarget target, TurnProgress progress)
    {
        if (TextOf(progress, Phrases.For(target.Locale)) is not { } text || address.Thread is null
            || refusals.Holds(SlackMethod.SetStatus, address.Team) || _shown.Count >= MaxKept)
        {
            return;
        }

        // Kept before the call: nobody knows whether one that failed has shown something.
        var isFirst = _shown.TryAdd(target.TurnId, 0);
        try
        {
            await client.CallAtOnceAsync(SlackMethod.SetStatus, address.Team, PlaceOf(address), Arguments(address, text), CancellationToken.None);
        }
        catch (SlackApiException fault)
        {
            refusals.Learn(SlackMethod.SetStatus, address.Team, fault.Error);
            if (isFirst && (SlackErrors.IsRateLimit(fault.Error) || SlackErrors.IsNotOffered(fault.Error)))
            {
                _shown.TryRemove(target.TurnId, out _);
            }
        }
    }

    /// <summary>Clears what was shown for a turn. What fails is left to Slack.</summary>
    public async Task ClearAsync(ReplyTarget target)
    {
        if (!_shown.TryRemove(target.TurnId, out _))
        {
            return;
        }

        var address = SlackAddress.Read(target.Address);
        try
        {
            await client.CallAsync(SlackMethod.SetStatus, address.Team, null, Arguments(address, string.Empty), CancellationToken.None);
        }
        catch (SlackApiException)
        {
            // The client has counted and logged it.
        }
    }

    private static string? TextOf(TurnProgress progress, Phrases phrases) => progress switch
    {
        { Partial: not null } => null,
        { Stage: "searching" } => phrases[Phrase.Searching],
        { Stage: "reading", Sources: > 0 and var count } => phrases.Say(Phrase.ReadingSources, ("count", $"{count}")),
        { Stage: "writing" } => phrases[Phrase.Writing],
        _ => null,
    };

    private static JsonObject Arguments(SlackAddress address, string status)
    {
        var arguments = new JsonObject { ["channel_id"] = address.Channel, ["thread_ts"] = address.Thread, ["status"] = status };
        if (status.Length > 0)
        {
            arguments["loading_messages"] = new JsonArray(status);
        }

        return arguments;
    }

    private static string PlaceOf(SlackAddress address) => $"{address.Channel}/{address.Thread}";
}
