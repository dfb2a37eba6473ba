using System.Collections.Frozen;
using AngleSharp.Dom;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Says which parts of a page are not its content: what surrounds it on every page, and what nobody sees.</summary>
internal static class HtmlVisibility
{
    private static readonly FrozenSet<string> SkippedElements = new[]
    {
        "script", "style", "noscript", "template", "nav", "footer", "aside", "head", "iframe", "object", "svg", "form", "button", "select", "dialog",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> SkippedRoles = new[]
    {
        "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "complementary", "menu", "menubar",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Consent = new[] { "cookie", "cookies", "consent", "gdpr", "breadcrumb", "breadcrumbs" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsSkipped(INode node) => node switch
    {
        IComment => true,
        IElement element => SkippedElements.Contains(element.LocalName)
            || SkippedRoles.Contains(element.GetAttribute("role") ?? string.Empty)
            || element.HasAttribute("hidden")
            || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
            || IsHiddenByStyle(element.GetAttribute("style"))
            || IsBanner(element),
        _ => false,
    };

    /// <summary>Only boxes are banners: a heading about cookies is content.</summary>
    private static bool IsBanner(IElement element)
        => element.LocalName is "div" or "section" or "ul" or "ol" or "p"
            && (HasWord(element.Id) || HasWord(element.ClassName))
            && element.QuerySelector("main, article") is null;

    private static bool HasWord(string? name)
        => name is not null && name.Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries).Any(Consent.Contains);

    // Only what the element says of itself: style sheets are not read.
    private static bool IsHiddenByStyle(string? style)
    {
        foreach (var declaration in (style ?? string.Empty).Split(';'))
        {
            var value = declaration.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var given] ? (name.ToUpperInvariant(), given.Split('!')[0].Trim().ToUpperInvariant()) : default;
            if (value is ("DISPLAY", "NONE") or ("VISIBILITY", "HIDDEN" or "COLLAPSE"))
            {
                return true;
            }
        }

        return false;
    }
}
