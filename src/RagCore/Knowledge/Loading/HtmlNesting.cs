using System.Buffers;
using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>
/// Estimates how deeply a page is nested before it is parsed: the parser's time grows with the square of the depth, so that a page made
/// for it would hold a core for hours.
/// </summary>
internal static class HtmlNesting
{
    private const int MaxDepth = 1_000;

    // Elements that end without an end tag say nothing about depth.
    private static readonly FrozenSet<string> Unclosed = new[]
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
        "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsUnclosed = Unclosed.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> EndsName = SearchValues.Create(" \t\r\n\f/><");

    public static bool IsTooDeep(ReadOnlySpan<char> html)
    {
        var depth = 0;
        for (var at = html.IndexOf('<'); at >= 0 && depth <= MaxDepth;)
        {
            html = html[(at + 1)..];
            var isEnd = html.StartsWith('/');
            var name = html[(isEnd ? 1 : 0)..];
            var length = name.IndexOfAny(EndsName);
            name = name[..(length < 0 ? name.Length : length)];
            if (name.Length > 0 && char.IsAsciiLetter(name[0]) && !IsUnclosed.Contains(name))
            {
                depth = Math.Max(0, depth + (isEnd ? -1 : 1));
            }

            at = html.IndexOf('<');
        }

        return depth > MaxDepth;
    }
}
