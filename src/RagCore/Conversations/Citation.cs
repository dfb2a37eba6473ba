namespace ChatOpsBot.RagCore.Conversations;

/// <summary>A link from a sentence of an answer to the span that supports it. Only the citation verifier makes one.</summary>
/// <param name="Number">The number in the text, from 1.</param>
/// <param name="Document">The document's id inside its tenant.</param>
/// <param name="Version">The version of the document: a hash of its text.</param>
/// <param name="Title">The document's title.</param>
/// <param name="HeadingPath">The headings above the span, outermost first.</param>
/// <param name="Link">Where a person can open it, from the index and never from a model (L-03). Relative where the source has no public address.</param>
/// <param name="Quote">The span, exactly as it stands in the document's text.</param>
/// <param name="Start">First character of the span in the document's text (UTF-16, from 0).</param>
/// <param name="End">First character after the span.</param>
/// <param name="Effective">The date the document took effect, when it says one.</param>
public sealed record Citation(
    int Number,
    string Document,
    string Version,
    string Title,
    IReadOnlyList<string> HeadingPath,
    Uri? Link,
    string Quote,
    int Start,
    int End,
    DateOnly? Effective)
{
    /// <summary>Gets the page, slide, sheet or message of the original that the span stands on, when the headings do not say it.</summary>
    public string? Place { get; init; }

    /// <summary>Returns where in the document the span is, outermost first, as it follows the title.</summary>
    public IEnumerable<string> Path() => Place is null ? HeadingPath : HeadingPath.Append(Place);
}
