using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Loading.Formats;
using ChatOpsBot.RagCore.Knowledge.Loading.Screening;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Makes a document of a text and of where it was found.</summary>
internal static class DocumentBuilder
{
    private const int MaxOwnerLength = 200;
    private const int MaxLanguageLength = 35;

    public static LoadResult Build(KnowledgeSource source, string path, ExtractedText text)
    {
        var place = text.Part is null ? path : $"{path}/{text.Part}";
        var id = source.IdOf(place);
        if (string.IsNullOrWhiteSpace(text.Text))
        {
            return DocumentLoader.Skipped(source, place, LoadOutcome.Empty);
        }

        if (source.IsScreened && (DocumentScreen.FaultOf(text.Title ?? string.Empty) ?? DocumentScreen.FaultOf(text.Text)) is { } fault)
        {
            return DocumentLoader.Skipped(source, place, LoadOutcome.Quarantined) with { Fault = fault };
        }

        var document = new Document
        {
            Tenant = source.Tenant,
            Id = id,
            Source = source.Name,
            Title = string.Empty,
            Text = text.Text,
            Format = text.Format,
            Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Text)).AsSpan(0, 8)),
            Readers = source.Readers,
            Link = LinkOf(source, path, id, text),
            HasLineAnchors = text.IsFile && LinkTemplate.HasLines(source.LinkTemplate),
            Effective = text.Effective,
            Language = Bounded(text.Language, MaxLanguageLength),
            Owner = Bounded(text.Owner, MaxOwnerLength),
            Kind = text.Kind,
            Places = text.Places,
            IsSuperseded = text.IsSuperseded,
            SupersededBy = text.SupersededBy is { } newer ? DocumentPaths.Resolve(source, path, newer) : null,
        };
        document = document with { Title = DocumentTitle.Choose(text.Title, document, text.FallbackTitle) };
        return new LoadResult(place, LoadOutcome.Loaded, document)
        {
            DocumentId = id,
            Supersedes = [.. text.Supersedes.Select(older => DocumentPaths.Resolve(source, path, older))],
        };
    }

    /// <summary>
    /// A part of a file is opened on the product's own page: the file's address would not show it. What a page says of its own address
    /// counts only on the host that the source is known to be on.
    /// </summary>
    private static Uri LinkOf(KnowledgeSource source, string path, string id, ExtractedText text)
        => text.Canonical is { } canonical && source.BaseUrl is { } known && canonical.Host == known.Host && canonical.Scheme == known.Scheme
            ? new Uri(canonical.GetLeftPart(UriPartial.Query))
            : text.Part is null ? source.LinkOf(path) : DocumentLinks.ForDocument(baseUrl: null, path, id);

    private static string? Bounded(string? value, int maxLength)
    {
        var trimmed = value?.Trim();
        return string.IsNullOrEmpty(trimmed) || trimmed.Length > maxLength ? null : trimmed;
    }
}
