using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Makes a document of the bytes of a file.</summary>
public static class DocumentLoader
{
    /// <summary>Says whether files of this name are read at all.</summary>
    public static bool IsKnownFormat(string path) => Path.GetExtension(path).ToUpperInvariant() is ".MD" or ".MARKDOWN" or ".HTML" or ".HTM" or ".TXT";

    /// <summary>Reads one file's bytes. Whatever is wrong with them becomes the outcome.</summary>
    public static LoadResult Load(KnowledgeSource source, string path, ReadOnlyMemory<byte> bytes)
        => Guard(source, path, () => Read(source, path, bytes.Span));

    /// <summary>Runs a reader of one file. Whatever it throws is that file's outcome: the other files are served.</summary>
    internal static LoadResult Guard(KnowledgeSource source, string path, Func<LoadResult> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // The formats are parsed by libraries, and what one of them throws over one file must not end the process.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Skipped(source, path, LoadOutcome.Faulty) with { Fault = fault.GetType().Name };
        }
    }

    internal static LoadResult Skipped(KnowledgeSource source, string path, LoadOutcome outcome)
        => new(path, outcome) { DocumentId = source.IdOf(path) };

    private static LoadResult Read(KnowledgeSource source, string path, ReadOnlySpan<byte> bytes)
    {
        var outcome = bytes.IsEmpty ? LoadOutcome.Empty : IsKnownFormat(path) ? LoadOutcome.Loaded : LoadOutcome.UnknownFormat;
        if (outcome != LoadOutcome.Loaded || (outcome = TextDecoder.Decode(bytes, out var text)) != LoadOutcome.Loaded)
        {
            return Skipped(source, path, outcome);
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".MD" or ".MARKDOWN" => FromMarkdown(source, path, text),
            ".HTML" or ".HTM" => FromHtml(source, path, text),
            _ => Loaded(path, Build(source, path, text, TextFormat.Plain, title: null)),
        };
    }

    private static LoadResult Loaded(string path, Document document) => new(path, LoadOutcome.Loaded, document) { DocumentId = document.Id };

    private static LoadResult FromMarkdown(KnowledgeSource source, string path, string text)
    {
        var head = FrontMatter.Read(text);
        var document = Build(source, path, text, TextFormat.Markdown, head.Title) with
        {
            Effective = head.Effective,
            IsSuperseded = head.IsSuperseded,
            SupersededBy = head.SupersededBy is { } target ? DocumentPaths.Resolve(source, path, target) : null,
        };
        return Loaded(path, document) with { Supersedes = [.. head.Supersedes.Select(older => DocumentPaths.Resolve(source, path, older))] };
    }

    private static LoadResult FromHtml(KnowledgeSource source, string path, string html)
    {
        if (HtmlNesting.IsTooDeep(html))
        {
            return Skipped(source, path, LoadOutcome.TooDeep);
        }

        var (text, title) = HtmlTextExtractor.Extract(html);
        return string.IsNullOrWhiteSpace(text)
            ? Skipped(source, path, LoadOutcome.Empty)
            : Loaded(path, Build(source, path, text, TextFormat.Markdown, title: null, fallbackTitle: title));
    }

    private static Document Build(KnowledgeSource source, string path, string text, TextFormat format, string? title, string? fallbackTitle = null)
    {
        var document = new Document
        {
            Tenant = source.Tenant,
            Id = source.IdOf(path),
            Source = source.Name,
            Title = string.Empty,
            Text = text,
            Format = format,
            Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8)),
            Readers = source.Readers,
            Link = DocumentLinks.ForDocument(source.BaseUrl, path, source.IdOf(path)),
        };
        return document with { Title = DocumentTitle.Choose(title, document, fallbackTitle) };
    }
}
