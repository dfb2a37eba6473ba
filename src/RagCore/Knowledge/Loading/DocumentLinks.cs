using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Makes the addresses of documents. Links come from here and from nowhere else.</summary>
public static class DocumentLinks
{
    /// <summary>Returns where a document can be opened: below the source's address, or the product's own page of it when there is none.</summary>
    public static Uri ForDocument(Uri? baseUrl, string path, string documentId)
    {
        if (baseUrl is null)
        {
            return new Uri("/v1/documents/" + Escape(documentId), UriKind.Relative);
        }

        var folder = baseUrl.AbsoluteUri.EndsWith('/') ? baseUrl : new Uri(baseUrl.AbsoluteUri + "/");
        return new Uri(folder, Escape(path));
    }

    /// <summary>Returns the link to the passage: the document's, with the anchor of the place it starts at or else of the nearest heading.</summary>
    public static Uri? ForChunk(Chunk chunk)
        => chunk.Document.Link is { } link && AnchorOf(chunk) is { Length: > 0 } anchor
            ? new Uri(link.OriginalString + "#" + anchor, UriKind.RelativeOrAbsolute)
            : chunk.Document.Link;

    /// <summary>Returns the link to a span of a document's text: its lines, where the address takes them, else the document's.</summary>
    public static Uri? ForSpan(Document document, int start, int end)
    {
        if (!document.HasLineAnchors || document.Link is not { } link)
        {
            return document.Link;
        }

        var text = document.Text.AsSpan();
        var first = text[..start].Count('\n') + 1;
        var last = first + text[start..end].TrimEnd().Count('\n');
        var anchor = first == last
            ? string.Create(CultureInfo.InvariantCulture, $"#L{first}")
            : string.Create(CultureInfo.InvariantCulture, $"#L{first}-L{last}");
        return new Uri(link.OriginalString + anchor, UriKind.RelativeOrAbsolute);
    }

    /// <summary>Returns a heading's anchor in the form of GitHub: lower case, spaces as hyphens, without punctuation.</summary>
    public static string Slug(string heading)
    {
        var slug = new StringBuilder(heading.Length);
        foreach (var character in heading.Trim().ToLowerInvariant())
        {
            if (character is ' ')
            {
                slug.Append('-');
            }
            else if (char.IsLetterOrDigit(character) || character is '-' or '_' || char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
            {
                slug.Append(character);
            }
        }

        return slug.ToString();
    }

    /// <summary>Returns a path as it stands in an address.</summary>
    internal static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The original of a document with places has no anchors for headings, only those the places name.</summary>
    private static string? AnchorOf(Chunk chunk)
    {
        if (chunk.Document.Places.Count > 0)
        {
            return chunk.Place?.Anchor;
        }

        return chunk.HeadingPath.Count == 0 ? null : Uri.EscapeDataString(Slug(chunk.HeadingPath[^1]));
    }
}
