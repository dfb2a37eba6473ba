using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>A document as it was read from a source. Spans everywhere index <see cref="Text"/>.</summary>
public sealed record Document
{
    private readonly DocumentText _text = new(string.Empty);

    /// <summary>Gets the organisation that owns it.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Gets its id, unique inside the tenant and stable over versions: the path below its source, with forward slashes.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name of the source it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Gets its title.</summary>
    public required string Title { get; init; }

    /// <summary>
    /// Gets its text: for Markdown and plain text the file exactly as decoded, for other formats the text that was extracted. UTF-16.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The text is kept elsewhere and cannot be read now.</exception>
    public required string Text
    {
        get => _text.Read();
        init => _text = new DocumentText(value);
    }

    /// <summary>Gets the text without reading it.</summary>
    internal DocumentText Content
    {
        get => _text;
        init => _text = value;
    }

    /// <summary>Gets how <see cref="Text"/> is to be read.</summary>
    public required TextFormat Format { get; init; }

    /// <summary>Gets the first 16 hexadecimal digits of the SHA-256 of <see cref="Text"/>.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the principals that may read it. Empty: nobody.</summary>
    public required IReadOnlyList<string> Readers { get; init; }

    /// <summary>Gets where a person can open it, without a fragment.</summary>
    public Uri? Link { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Link"/> takes the lines of <see cref="Text"/> as an anchor.</summary>
    public bool HasLineAnchors { get; init; }

    /// <summary>Gets the date it took effect, when it says one.</summary>
    public DateOnly? Effective { get; init; }

    /// <summary>Gets the id of the document that replaces it, when it is superseded.</summary>
    public string? SupersededBy { get; init; }

    /// <summary>Gets a value indicating whether another document has replaced it.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Gets its language as a BCP 47 tag, when it says one.</summary>
    public string? Language { get; init; }

    /// <summary>Gets who wrote it or answers for it, when it says so.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets what sort of text it is.</summary>
    public DocumentKind Kind { get; init; }

    /// <summary>Gets where its pages, slides or sheets begin in <see cref="Text"/>, in ascending order.</summary>
    public IReadOnlyList<PlaceMark> Places { get; init; } = [];

    /// <summary>Returns the last place that begins at or before a character of <see cref="Text"/>.</summary>
    public PlaceMark? PlaceAt(int offset)
    {
        var (low, high) = (0, Places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Places[middle].Offset <= offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? null : Places[low - 1];
    }
}

/// <summary>How the text of a document is to be read.</summary>
public enum TextFormat
{
    /// <summary>Paragraphs separated by blank lines.</summary>
    Plain,

    /// <summary>CommonMark with pipe tables and front matter.</summary>
    Markdown,
}
