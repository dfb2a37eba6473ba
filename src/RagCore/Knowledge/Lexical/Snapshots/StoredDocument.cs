using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>What is said of a document beside its text, its tenant and its readers, as it is kept.</summary>
internal sealed record StoredDocument(
    string Id,
    string Source,
    string Title,
    TextFormat Format,
    string Version,
    Uri? Link,
    DateOnly? Effective,
    string? SupersededBy,
    bool IsSuperseded,
    string? Language,
    string? Owner,
    DocumentKind Kind,
    IReadOnlyList<PlaceMark>? Places,
    bool HasLineAnchors)
{
    public static StoredDocument Of(Document document) => new(
        document.Id,
        document.Source,
        document.Title,
        document.Format,
        document.Version,
        document.Link,
        document.Effective,
        document.SupersededBy,
        document.IsSuperseded,
        document.Language,
        document.Owner,
        document.Kind,
        document.Places.Count == 0 ? null : document.Places,
        document.HasLineAnchors);

    public Document ToDocument(TenantId tenant, IReadOnlyList<string> readers, DocumentText text) => new()
    {
        Tenant = tenant,
        Id = Id,
        Source = Source,
        Title = Title,
        Text = string.Empty,
        Content = text,
        Format = Format,
        Version = Version,
        Readers = readers,
        Link = Link,
        Effective = Effective,
        SupersededBy = SupersededBy,
        IsSuperseded = IsSuperseded,
        Language = Language,
        Owner = Owner,
        Kind = Kind,
        Places = Places ?? [],
        HasLineAnchors = HasLineAnchors,
    };
}

/// <summary>The kept forms, generated.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(StoredDocument))]
[JsonSerializable(typeof(SnapshotManifest))]
internal sealed partial class SnapshotJson : JsonSerializerContext;
