using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>A question that leans on its thread, or only seems to.</summary>
/// <param name="Id">Its name; says which half it belongs to.</param>
/// <param name="Kind">How it leans, such as <c>ellipsis</c>; <c>shift</c> when it does not.</param>
/// <param name="Earlier">What was asked before, oldest first.</param>
/// <param name="Text">What was typed.</param>
/// <param name="Standalone">What a person who knows the documents would ask instead.</param>
/// <param name="Document">The document that holds the answer.</param>
/// <param name="Section">The heading the answer stands under.</param>
public sealed record FollowUpTurn(
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("kind"), JsonRequired] string Kind,
    [property: JsonPropertyName("earlier"), JsonRequired] IReadOnlyList<string> Earlier,
    [property: JsonPropertyName("text"), JsonRequired] string Text,
    [property: JsonPropertyName("standalone"), JsonRequired] string Standalone,
    [property: JsonPropertyName("document"), JsonRequired] string Document,
    [property: JsonPropertyName("section"), JsonRequired] string Section);
