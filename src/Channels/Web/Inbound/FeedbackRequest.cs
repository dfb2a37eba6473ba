using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>A vote on an answer.</summary>
/// <param name="TurnId">The turn that was answered.</param>
/// <param name="Vote"><c>up</c>, <c>down</c> or <c>none</c>.</param>
/// <param name="User">The person the key acts for.</param>
/// <param name="Tenant">The tenant the caller believes to be in; refused when the key says otherwise.</param>
/// <param name="Reasons">Why, on thumbs down: keys from the closed list.</param>
/// <param name="Comment">Free text.</param>
internal sealed record FeedbackRequest(
    [property: JsonPropertyName("turn_id")] string TurnId,
    [property: JsonPropertyName("vote")] string Vote,
    [property: JsonPropertyName("user")] string? User = null,
    [property: JsonPropertyName("tenant")] string? Tenant = null,
    [property: JsonPropertyName("reasons")] IReadOnlyList<string>? Reasons = null,
    [property: JsonPropertyName("comment")] string? Comment = null)
{
    private const int MaxTurnIdLength = 64;

    [JsonIgnore]
    public VoteValue Value => ValueOf(Vote) ?? VoteValue.None;

    public static bool TryRead(JsonElement body, [NotNullWhen(true)] out FeedbackRequest? request, [NotNullWhen(false)] out WebProblem? problem)
    {
        var fields = new JsonFields(body);
        var turn = fields.Text("turn_id", required: true);
        var user = fields.Text("user");
        var tenant = fields.Text("tenant");
        var vote = fields.Text("vote", required: true);
        var reasons = fields.Texts("reasons", VoteReasons.All.Count);
        var comment = fields.Text("comment");
        Check(fields, turn, vote, reasons);

        problem = fields.Problem;
        request = problem is null ? new FeedbackRequest(turn!, vote!, user, tenant, reasons, comment) : null;
        return request is not null;
    }

    private static void Check(JsonFields fields, string? turn, string? vote, IReadOnlyList<string> reasons)
    {
        if (turn is { Length: 0 or > MaxTurnIdLength })
        {
            fields.Refuse("turn_id", $"is not 1 to {MaxTurnIdLength} characters");
        }

        if (vote is not null && ValueOf(vote) is null)
        {
            fields.Refuse("vote", "is not `up`, `down` or `none`");
        }

        if (!reasons.All(VoteReasons.IsKnown))
        {
            fields.Refuse("reasons", $"has an unknown key; known are {string.Join(", ", VoteReasons.All.Select(reason => $"`{reason.Key}`"))}");
        }
    }

    private static VoteValue? ValueOf(string vote) => vote switch
    {
        "up" => VoteValue.Up,
        "down" => VoteValue.Down,
        "none" => VoteValue.None,
        _ => null,
    };
}
