namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>What was found in one file.</summary>
/// <param name="Texts">Its documents.</param>
/// <param name="Refused">The parts of it that may not be read.</param>
internal sealed record Extraction(IReadOnlyList<ExtractedText> Texts, IReadOnlyList<RefusedPart> Refused)
{
    public static Extraction Of(ExtractedText text) => new([text], []);
}

/// <summary>A part of a file that is not served.</summary>
/// <param name="Name">Its path inside the file.</param>
/// <param name="Outcome">Why.</param>
/// <param name="Detail">What the outcome is about; never text of the file.</param>
internal sealed record RefusedPart(string Name, LoadOutcome Outcome, string? Detail = null);

/// <summary>The text of one document with what the file says about it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Format">How it is to be read.</param>
internal sealed record ExtractedText(string Text, TextFormat Format)
{
    /// <summary>Gets the part's path inside the file, when the file holds several documents.</summary>
    public string? Part { get; init; }

    /// <summary>Gets a value indicating whether the text is the file as it stands, line for line.</summary>
    public bool IsFile { get; init; }

    public string? Title { get; init; }

    /// <summary>Gets the title that counts only when the text has no heading.</summary>
    public string? FallbackTitle { get; init; }

    public string? Language { get; init; }

    public string? Owner { get; init; }

    public DateOnly? Effective { get; init; }

    public DocumentKind Kind { get; init; }

    public IReadOnlyList<PlaceMark> Places { get; init; } = [];

    public bool IsSuperseded { get; init; }

    /// <summary>Gets the reference to the document that replaces this one, as the file writes it.</summary>
    public string? SupersededBy { get; init; }

    public IReadOnlyList<string> Supersedes { get; init; } = [];

    /// <summary>Gets where the page says it can be opened.</summary>
    public Uri? Canonical { get; init; }
}
