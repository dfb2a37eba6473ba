using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>Prepares text that came from documents, models or people for being shown, whatever the platform (L-37).</summary>
public static class DisplayText
{
    /// <summary>Removes what is there but not seen: direction overrides, zero-width and tag characters, control characters. Half a surrogate pair becomes U+FFFD.</summary>
    public static string Visible(string text)
    {
        var clean = true;
        foreach (var rune in text.EnumerateRunes())
        {
            clean &= !IsInvisible(rune) && rune != Rune.ReplacementChar;
        }

        if (clean)
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                visible.Append(rune);
            }
        }

        return visible.ToString();
    }

    /// <summary>Returns text on one line, at most <paramref name="length"/> characters, cut between two things a person sees as characters.</summary>
    public static string OneLine(string text, int length)
    {
        var line = string.Join(' ', Visible(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= length)
        {
            return line;
        }

        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(line, end) is var next && next < length)
        {
            end = next;
        }

        return line[..end].TrimEnd() + "…";
    }

    private static bool IsInvisible(Rune rune) => rune.Value is
        (< 0x20 and not ('\n' or '\t')) or (>= 0x7F and <= 0x9F) or 0x200B or 0x2060 or 0xFEFF
        or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or (>= 0xE0000 and <= 0xE007F) or 0xFFFE or 0xFFFF;
}
