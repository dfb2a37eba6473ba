using AngleSharp.Dom;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Reads the addresses in a page. None is opened.</summary>
internal static class HtmlLinks
{
    private const int MaxLength = 2_000;

    /// <summary>Returns where a link leads, when it is to another page of the web and has a text of its own.</summary>
    public static Uri? Resolve(IElement link, Uri? address)
    {
        var target = link.GetAttribute("href")?.Trim();
        return string.IsNullOrEmpty(target) || target.Length > MaxLength || target[0] == '#' || string.IsNullOrWhiteSpace(link.TextContent)
            ? null
            : WebAddress(target, address);
    }

    /// <summary>Returns an address of the web, or null for every other kind.</summary>
    public static Uri? WebAddress(string? target, Uri? address)
    {
        if (string.IsNullOrWhiteSpace(target) || target.Length > MaxLength)
        {
            return null;
        }

        var isKnown = Uri.TryCreate(target, UriKind.RelativeOrAbsolute, out var reference)
            && (IsWeb(reference) || (address is { IsAbsoluteUri: true } && Uri.TryCreate(address, reference, out reference) && IsWeb(reference)));
        return isKnown ? reference : null;
    }

    /// <summary>Returns what a link to a heading ends in: the id of the heading, or of the section that begins with it.</summary>
    public static string? AnchorOf(IElement heading)
    {
        var id = heading.Id ?? (heading.PreviousElementSibling is null ? heading.ParentElement is { LocalName: "section" or "div" or "article" } box ? box.Id : null : null);
        return string.IsNullOrWhiteSpace(id) ? null : Uri.EscapeDataString(id);
    }

    private static bool IsWeb(Uri reference) => reference.IsAbsoluteUri && (reference.Scheme == Uri.UriSchemeHttps || reference.Scheme == Uri.UriSchemeHttp);
}
