using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Teams;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

/// <summary>Clicks on cards, and what comes back.</summary>
internal static class TeamsCards
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Lets a person click on the card of a turn.</summary>
    public static async Task<TeamsCardReply> ClickAsync(
        this TeamsBot bot, TeamsPerson person, TurnRecord turn, string verb, JsonObject? data = null, TeamsScope scope = TeamsScope.Personal, string? message = "1700")
    {
        data ??= [];
        data[TeamsActions.Turn] = turn.Message.TurnId;
        return await ReadAsync(await bot.SendAsync(person.Clicks(verb, data, message, scope)));
    }

    public static Task<TeamsCardReply> VoteAsync(this TeamsBot bot, TeamsPerson person, TurnRecord turn, string vote, TeamsScope scope = TeamsScope.Personal)
        => bot.ClickAsync(person, turn, TeamsActions.VoteVerb, new JsonObject { [TeamsActions.Vote] = vote }, scope);

    public static async Task<TeamsCardReply> ReadAsync(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject ?? [];
        return new TeamsCardReply((int)response.StatusCode, (int?)body["statusCode"], (string?)body["type"], body["value"]?.ToJsonString(Readable) ?? string.Empty);
    }
}

/// <summary>The answer to a click.</summary>
/// <param name="Http">The HTTP status.</param>
/// <param name="Status">The status in the body.</param>
/// <param name="Type">What <paramref name="Value"/> is.</param>
/// <param name="Value">The card or the error.</param>
internal sealed record TeamsCardReply(int Http, int? Status, string? Type, string Value)
{
    public bool IsCard => this is { Http: 200, Status: 200, Type: "application/vnd.microsoft.card.adaptive" };

    public bool IsRefusal => this is { Http: 200, Status: 400, Type: "application/vnd.microsoft.error" };

    public bool Shows(string text) => IsCard && Value.Contains(text, StringComparison.Ordinal);
}
