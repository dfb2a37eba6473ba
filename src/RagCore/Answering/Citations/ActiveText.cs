using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// Words that something could come to life from when they are shown: addresses, mentions, markup, numbers that look like citations (L-03,
/// L-04, S-71). A statement may hold one only where its quote holds the same, and never a link or picture of Markdown: a document that shows
/// one has hidden characters in it.
/// </summary>
internal static partial class ActiveText
{
    // Addresses with and without a scheme, schemes that run or open something, mentions, links and images of Markdown, tags, entities, citation marks.
    private const string Signs =
        @"://|//\w|www\.|\b(javascript|vbscript|data|mailto|tel|sms|file|slack|msteams|blob|about|ftp|xn--[a-z0-9-]*)\s*:|\w@\w|^@\w|[\p{L}\p{N}-][.。．]\p{L}{2,}|\]\(|!\[|\]\s*\[|\[\d+\]|\[[^\]]*\]:|</?[a-z!@#]|<$|&#?\w+;|\{\{";

    private static readonly char[] Around = ['"', '\'', '.', ',', ';', ':', '!', '?'];

    /// <summary>Says whether every such word of a statement stands in what is quoted.</summary>
    public static bool IsQuoted(string statement, IReadOnlyList<LocatedQuote> quotes)
        => IsIn(statement, quotes.Select(quote => quote.Chunk.Document.Text[quote.Start..quote.End]));

    /// <summary>Says whether every such word of a text stands in one of others.</summary>
    public static bool IsIn(string text, IEnumerable<string> others)
    {
        var said = FoldedText.Fold(text);
        if (Link().IsMatch(said))
        {
            return false;
        }

        var active = said.Split(' ').Where(word => Sign().IsMatch(word)).Select(word => word.Trim(Around)).ToList();
        if (active.Count == 0)
        {
            return true;
        }

        var quoted = string.Join('\n', others.Select(FoldedText.Fold));
        return active.TrueForAll(word => quoted.Contains(word, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\([^)]*[:/]|!\[[^\]]*\][(\[]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(Signs, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Sign();
}
