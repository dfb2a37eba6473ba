namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>Characters without a glyph that reorder, join or hide text: they are neither shown nor compared (L-37).</summary>
internal static class InvisibleCharacters
{
    public static bool Contains(char character) => character is
        '\u00AD' or '\u034F' or '\u061C' or '\u180E' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
        or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF' or (>= '\uFFF9' and <= '\uFFFB');

    /// <summary>Returns the text without them, and without the tag characters beyond the basic plane.</summary>
    public static string Remove(string text)
    {
        var kept = new System.Text.StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = rune.IsBmp ? Contains((char)rune.Value) : rune.Value is >= 0xE0000 and <= 0xE0FFF;
            if (!hidden)
            {
                kept.Append(rune);
            }
        }

        return kept.ToString();
    }
}
