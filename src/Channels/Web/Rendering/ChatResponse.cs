using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Rendering;

/// <summary>The end of a turn, as programs get it.</summary>
/// <param name="TurnId">The turn, to vote on.</param>
/// <param name="ConversationId">The caller's conversation, to follow up in.</param>
/// <param name="Kind"><c>answer</c>, <c>no_evidence</c>, <c>clarification</c> or <c>notice</c>.</param>
/// <param name="Text">What is said, with the numbers of the citations in brackets.</param>
/// <param name="Citations">The numbered sources.</param>
/// <param name="Mode"><c>extractive</c> or <c>model</c>.</param>
/// <param name="TimingsMs">Milliseconds per step, and <c>total</c> from the request to the stored answer.</param>
/// <param name="Confidence">How well the sources support an answer: <c>low</c>, <c>medium</c>, <c>high</c>.</param>
/// <param name="Notes">What to know besides.</param>
/// <param name="Choices">The readings to choose from, for a clarification.</param>
internal sealed record ChatResponse(
    [property: JsonPropertyName("turn_id")] string TurnId,
    [property: JsonPropertyName("conversation_id")] string ConversationId,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("citations")] IReadOnlyList<ChatCitation> Citations,
    [property: JsonPropertyName("mode")] string Mode,
    [property: JsonPropertyName("timings_ms")] IReadOnlyDictionary<string, double> TimingsMs,
    [property: JsonPropertyName("confidence")] string? Confidence,
    [property: JsonPropertyName("notes")] IReadOnlyList<string> Notes,
    [property: JsonPropertyName("choices")] IReadOnlyList<string>? Choices);

/// <summary>A numbered source.</summary>
/// <param name="Number">The number in the text.</param>
/// <param name="Title">The document's title.</param>
/// <param name="Link">Where a person can open it.</param>
/// <param name="Document">The document's id.</param>
/// <param name="Quote">The words that support the answer, verbatim.</param>
/// <param name="Start">First character of the quote in the document's text (UTF-16, from 0).</param>
/// <param name="End">First character after the quote.</param>
/// <param name="HeadingPath">The headings above the quote, outermost first.</param>
/// <param name="Version">The version of the document that was quoted.</param>
/// <param name="Effective">The date the document took effect.</param>
/// <param name="Place">The page, slide, sheet or message of the original.</param>
internal sealed record ChatCitation(
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("link")] string Link,
    [property: JsonPropertyName("document")] string Document,
    [property: JsonPropertyName("quote")] string Quote,
    [property: JsonPropertyName("start")] int Start,
    [property: JsonPropertyName("end")] int End,
    [property: JsonPropertyName("heading_path")] IReadOnlyList<string> HeadingPath,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("effective")] DateOnly? Effective,
    [property: JsonPropertyName("place")] string? Place);

/// <summary>A piece of the text of a streamed answer; all pieces in order are the text.</summary>
/// <param name="Text">The piece.</param>
internal sealed record ChatDelta([property: JsonPropertyName("text")] string Text);

/// <summary>How far a streamed turn is.</summary>
/// <param name="Stage"><c>searching</c>, <c>reading</c> or <c>writing</c>.</param>
/// <param name="Sources">How many sources are being read, once known.</param>
internal sealed record ChatProgress(
    [property: JsonPropertyName("stage")] string Stage,
    [property: JsonPropertyName("sources")] int? Sources);
