using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Loading.Git;

namespace ChatOpsBot.RagCore.Knowledge.Watching.Keeping;

/// <summary>What the sources looked like when the index was kept: which files were read, and what became of them.</summary>
internal sealed record SourceCatalog(IReadOnlyList<KeptSource> Sources)
{
    public ReadOnlyMemory<byte> ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, CatalogJson.Default.SourceCatalog);

    public static SourceCatalog? Of(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : JsonSerializer.Deserialize(bytes.Span, CatalogJson.Default.SourceCatalog);
}

/// <summary>A source by its settings. With other settings its documents would be others: nothing of it is used then.</summary>
internal sealed record KeptSource(string Folder, string Name, string Tenant, IReadOnlyList<string> Readers, string? BaseUrl, string IdPrefix, bool IsScreened, string? LinkTemplate, GitRevision? Revision, IReadOnlyList<KeptSourceFile> Files)
{
    public static KeptSource Of(KnowledgeSource source, IReadOnlyList<KeptSourceFile> files)
        => new(source.Folder, source.Name, source.Tenant.Value, source.Readers, source.BaseUrl?.AbsoluteUri, source.IdPrefix, source.IsScreened, source.LinkTemplate, source.Revision, files);

    public bool IsOf(KnowledgeSource source)
        => (Folder, Name, Tenant, BaseUrl, IdPrefix, IsScreened) == (source.Folder, source.Name, source.Tenant.Value, source.BaseUrl?.AbsoluteUri, source.IdPrefix, source.IsScreened)
            && (LinkTemplate, Revision) == (source.LinkTemplate, source.Revision)
            && Readers.SequenceEqual(source.Readers, StringComparer.Ordinal);
}

/// <summary>A file of a source and what became of it.</summary>
internal sealed record KeptSourceFile(string Path, long Length, DateTime ChangedAt, LoadOutcome? Refusal, LoadOutcome LastOutcome, KeptResult Result);

/// <summary>A <see cref="LoadResult"/> whose document is in the index.</summary>
/// <param name="Path">The path below its source.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="DocumentId">The document's id.</param>
/// <param name="HasDocument">Whether there is a document.</param>
/// <param name="IsSuperseded">Whether the document says of itself that it was replaced.</param>
/// <param name="SupersededBy">By which one it says so.</param>
/// <param name="Fault">What the outcome is about.</param>
/// <param name="Supersedes">The ids it says it replaces.</param>
/// <param name="Parts">The results of its parts.</param>
internal sealed record KeptResult(
    string Path,
    LoadOutcome Outcome,
    string DocumentId,
    bool HasDocument,
    bool IsSuperseded,
    string? SupersededBy,
    string? Fault,
    IReadOnlyList<string>? Supersedes,
    IReadOnlyList<KeptResult>? Parts);

/// <summary>The kept form, generated. Outcomes are names: their numbers may change.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(SourceCatalog))]
internal sealed partial class CatalogJson : JsonSerializerContext;
