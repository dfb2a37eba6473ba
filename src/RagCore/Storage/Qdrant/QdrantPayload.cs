using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The names of payload fields that requests mention.</summary>
internal static class QdrantFields
{
    public const string Kind = "kind";
    public const string Tenant = "tenant";
    public const string Readers = "readers";
    public const string Document = "document";
    public const string Version = "version";
    public const string Revision = "revision";
    public const string Written = "written";
    public const string Source = "source";
    public const string Chunks = "chunks";

    public const string ChunkKind = "chunk";
    public const string DocumentKind = "document";

    public const string TextVector = "text";
    public const string DenseVector = "dense";

    /// <summary>Gets what a hit is rebuilt from, together with its document.</summary>
    public static IReadOnlyList<string> OfHit { get; } = [Kind, Tenant, Readers, Document, Version, Revision, Written, Source, "ordinal", "start", "end", "headings"];

    /// <summary>Gets what a document is rebuilt from.</summary>
    public static IReadOnlyList<string> OfDocument { get; } = [Kind, Tenant, Readers, Document, Version, Revision, Written, Source, "content"];

    /// <summary>Gets what tells documents apart, without their text.</summary>
    public static IReadOnlyList<string> OfSummary { get; } = [Kind, Tenant, Readers, Document, Version, Revision, Written, Source, Chunks];
}

/// <summary>
/// What stands beside a point's vectors. A document has one point with its text and one for each chunk, all of one revision. The point with the text is
/// written last: where it stands, its chunks stand.
/// </summary>
internal sealed record QdrantPayload
{
    public required string Kind { get; init; }

    public required string Tenant { get; init; }

    public required IReadOnlyList<string> Readers { get; init; }

    public required string Document { get; init; }

    public required string Version { get; init; }

    /// <summary>Gets a hash of everything that is stored of the document.</summary>
    public required string Revision { get; init; }

    /// <summary>Gets when it was written, in milliseconds; later than every earlier revision's, whatever the clock says.</summary>
    public required long Written { get; init; }

    public int? Ordinal { get; init; }

    public int? Start { get; init; }

    public int? End { get; init; }

    public IReadOnlyList<string>? Headings { get; init; }

    public string? Source { get; init; }

    public int? Chunks { get; init; }

    public StoredContent? Content { get; init; }

    /// <summary>Returns the document of a point that holds one.</summary>
    public Document? ToDocument() => Content is null || Source is null ? null : new Document
    {
        Tenant = new TenantId(Tenant),
        Id = Document,
        Source = Source,
        Title = Content.Title,
        Text = Content.Text,
        Format = Content.Format,
        Version = Version,
        Readers = Readers,
        Link = Content.Link,
        Effective = Content.Effective,
        SupersededBy = Content.SupersededBy,
        IsSuperseded = Content.IsSuperseded,
        Language = Content.Language,
        Owner = Content.Owner,
        Kind = Content.Kind,
        Places = Content.Places,
        HasLineAnchors = Content.HasLineAnchors,
    };
}

/// <summary>A document's text and what no filter asks for.</summary>
internal sealed record StoredContent(
    string Title,
    string Text,
    TextFormat Format,
    DocumentKind Kind,
    IReadOnlyList<PlaceMark> Places,
    bool IsSuperseded,
    string? SupersededBy = null,
    Uri? Link = null,
    DateOnly? Effective = null,
    string? Language = null,
    string? Owner = null,
    bool HasLineAnchors = false)
{
    public static StoredContent Of(Document document) => new(
        document.Title,
        document.Text,
        document.Format,
        document.Kind,
        document.Places,
        document.IsSuperseded,
        document.SupersededBy,
        document.Link,
        document.Effective,
        document.Language,
        document.Owner,
        document.HasLineAnchors);
}
