using System.Globalization;

namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>Cuts long text into pieces at the best place there is: paragraph, line, sentence, word, character. Loses nothing; a code fence that is cut is closed and opened again.</summary>
public static class TextSplitter
{
    /// <summary>What opens and closes code.</summary>
    public const string Fence = "```";

    private static readonly string[] Separators = ["\n\n", "\n", ". ", " "];

    /// <summary>Returns the pieces in order, none longer than <paramref name="length"/> UTF-16 units.</summary>
    public static IReadOnlyList<string> Split(string text, int length)
    {
        var pieces = new List<string>();
        var rest = text;
        var insideFence = false;
        while (rest.Length > 0)
        {
            var opening = insideFence ? Fence + "\n" : string.Empty;
            var piece = Take(ref rest, length - opening.Length - Fence.Length - 1);
            insideFence ^= HasOpenFence(piece);
            pieces.Add(opening + piece + (insideFence && rest.Length > 0 ? "\n" + Fence : string.Empty));
        }

        return pieces;
    }

    private static bool HasOpenFence(string piece)
    {
        var fences = 0;
        foreach (var line in piece.AsSpan().EnumerateLines())
        {
            fences += line.TrimStart().StartsWith(Fence, StringComparison.Ordinal) ? 1 : 0;
        }

        return fences % 2 == 1;
    }

    private static string Take(ref string rest, int length)
    {
        if (rest.Length <= length)
        {
            (var all, rest) = (rest, string.Empty);
            return all;
        }

        foreach (var separator in Separators)
        {
            var at = rest.LastIndexOf(separator, length - separator.Length, length - separator.Length + 1, StringComparison.Ordinal);
            if (at > length / 3)
            {
                return Cut(ref rest, at + (separator == ". " ? 1 : 0), at + separator.Length);
            }
        }

        var end = LastCharacterBefore(rest, length);
        return Cut(ref rest, end, end);
    }

    private static string Cut(ref string rest, int end, int next)
    {
        var piece = rest[..end];
        rest = rest[next..];
        return piece;
    }

    // A run of joined characters longer than a piece has to be cut somewhere, but never inside a surrogate pair.
    private static int LastCharacterBefore(string text, int length)
    {
        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(text, end) is var next && next <= length)
        {
            end = next;
        }

        return end > 0 ? end : char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
    }
}
