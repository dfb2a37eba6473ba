using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Rendering;

/// <summary>A vote as it is stored now, with the votes of all.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="User">Who voted.</param>
/// <param name="Vote"><c>up</c>, <c>down</c> or <c>none</c>.</param>
/// <param name="Reasons">Why.</param>
/// <param name="Comment">Free text.</param>
/// <param name="Up">All thumbs up on the turn.</param>
/// <param name="Down">All thumbs down on the turn.</param>
internal sealed record FeedbackResponse(
    [property: JsonPropertyName("turn_id")] string TurnId,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("vote")] string Vote,
    [property: JsonPropertyName("reasons")] IReadOnlyList<string> Reasons,
    [property: JsonPropertyName("comment")] string? Comment,
    [property: JsonPropertyName("up")] int Up,
    [property: JsonPropertyName("down")] int Down);

/// <summary>A document that the caller may read.</summary>
/// <param name="Document">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Version">Its version.</param>
/// <param name="Effective">The date it took effect.</param>
/// <param name="SupersededBy">The id of the document that replaces it.</param>
/// <param name="IsSuperseded">Whether another document has replaced it.</param>
/// <param name="Text">Its text; spans of citations index it.</param>
/// <param name="Format"><c>markdown</c> or <c>plain</c>.</param>
internal sealed record DocumentResponse(
    [property: JsonPropertyName("document")] string Document,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("effective")] DateOnly? Effective,
    [property: JsonPropertyName("superseded_by")] string? SupersededBy,
    [property: JsonPropertyName("is_superseded")] bool IsSuperseded,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("format")] string Format);

/// <summary>What the channels would send for a turn's reply.</summary>
/// <param name="Previews">One for each channel that can tell.</param>
internal sealed record PreviewsResponse([property: JsonPropertyName("previews")] IReadOnlyList<PreviewBody> Previews);

/// <summary>What one channel would send.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Payload">The payload as the platform would get it.</param>
internal sealed record PreviewBody(
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("payload")] JsonNode Payload);

/// <summary>Problem details (RFC 9457).</summary>
internal sealed record ProblemBody(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string Detail,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("turn_id"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TurnId = null);
