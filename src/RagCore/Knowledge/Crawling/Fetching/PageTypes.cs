using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>Says as which file a page is kept.</summary>
internal static class PageTypes
{
    private static readonly FrozenDictionary<string, string> Extensions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["text/html"] = ".html",
        ["application/xhtml+xml"] = ".html",
        ["text/markdown"] = ".md",
        ["text/x-markdown"] = ".md",
        ["text/plain"] = ".txt",
        ["text/csv"] = ".csv",
        ["application/pdf"] = ".pdf",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = ".docx",
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = ".pptx",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = ".xlsx",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the end of the file's name; null for a type that is not read. Servers call Markdown plain text: then the name counts.</summary>
    public static string? ExtensionOf(string? mediaType, Uri address)
        => mediaType is null || !Extensions.TryGetValue(mediaType, out var extension) ? null
            : extension == ".txt" && address.AbsolutePath.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? ".md"
            : extension;

    /// <summary>Says whether files of this kind are text.</summary>
    public static bool IsText(string extension) => extension is ".html" or ".md" or ".txt" or ".csv";

    /// <summary>Says whether a part of an address ends as a file does.</summary>
    public static bool LooksLikeFile(string part) => Extensions.Values.Contains(Path.GetExtension(part).ToLowerInvariant());
}
