using System.Buffers;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Screening;

/// <summary>
/// Characters that carry a message past the eye: tag characters, runs of variation selectors or of characters without width, and overrides
/// of the direction of reading (Unicode Technical Report 36; https://www.unicode.org/reports/tr36/).
/// </summary>
internal static class HiddenCharacters
{
    // Fonts and joiners need one or two in a row; a message needs eight for a letter.
    private const int LongestRun = 7;
    private const int BlackFlag = 0x1F3F4;

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        "\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202D\u202E\u2060\u2061\u2062\u2063\u2064\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uFEFF\uDB40");

    /// <summary>Says whether the text holds a message that nobody sees.</summary>
    public static bool AreIn(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return false;
        }

        var (run, inFlag) = (0, false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsTag(rune.Value) && !inFlag)
            {
                return true;
            }

            // The flags of England, Scotland and Wales are a black flag and tags.
            inFlag = rune.Value == BlackFlag || (inFlag && IsTag(rune.Value));
            run = IsWithoutWidth(rune.Value) ? run + 1 : 0;
            if (run > LongestRun || rune.Value is 0x202D or 0x202E)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the text without characters that have no width, so that words are found that they stand in.</summary>
    public static string Remove(string text)
        => text.AsSpan().IndexOfAny(Suspects) < 0 ? text : string.Concat(text.EnumerateRunes().Where(rune => !IsWithoutWidth(rune.Value)));

    private static bool IsTag(int rune) => rune is >= 0xE0000 and <= 0xE007F;

    private static bool IsWithoutWidth(int rune) => rune
        is 0x00AD or 0x034F or 0x061C or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0x2060 and <= 0x2064) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or (>= 0xE0100 and <= 0xE01EF);
}
