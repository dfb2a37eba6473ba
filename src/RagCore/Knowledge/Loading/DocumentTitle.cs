using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Finds what a document is called when it does not say so itself.</summary>
internal static class DocumentTitle
{
    private const int MaxLength = 200;

    public static string Choose(string? given, Document document, string? fallback)
    {
        var title = given ?? FirstHeading(document) ?? fallback ?? FromFileName(document.Id);
        return title.Length > MaxLength ? title[..MaxLength] : title;
    }

    private static string? FirstHeading(Document document)
        => document.Format == TextFormat.Markdown
            ? MarkdownSections.Read(document.Text, string.Empty, DocumentKind.Guide).Select(section => section.HeadingPath).FirstOrDefault(path => path.Count > 0)?[^1]
            : null;

    private static string FromFileName(string id)
    {
        var name = Path.GetFileNameWithoutExtension(id).Replace('-', ' ').Replace('_', ' ').Trim();
        return name.Length == 0 ? id : char.ToUpperInvariant(name[0]) + name[1..];
    }
}
