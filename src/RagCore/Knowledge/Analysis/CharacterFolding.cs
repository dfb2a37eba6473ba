using System.Globalization;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// Folds case, accents, widths and ligatures, one character at a time, so that offsets stay those of the original. It has tables of
/// its own because the runtime does not normalise in its invariant mode, and answers must not depend on the libraries of a machine.
/// </summary>
internal static class CharacterFolding
{
    public const int MaxFolded = 3;

    private const int TableSize = 0x2200;
    private const int FirstLigature = 0xFB00;

    private const int FirstHalfWidth = 0xFF66;

    private const string HalfWidthKana = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];
    private static readonly string?[] Folded = BuildFolded();
    private static readonly CharacterKind[] AsciiKinds = BuildAsciiKinds();

    public static CharacterKind KindOfAscii(char character) => AsciiKinds[character];

    /// <summary>Writes what the character folds to and returns its kind. Nothing is written for kinds other than words.</summary>
    public static CharacterKind Fold(Rune rune, Span<char> destination, out int written)
    {
        written = 0;
        var value = Unwrap(rune.Value);
        if (value < 0x80)
        {
            return FoldAscii((char)value, destination, out written);
        }

        var kind = KindOf(value);
        if (kind is not (CharacterKind.Word or CharacterKind.Ideograph or CharacterKind.IdeographMark))
        {
            return kind;
        }

        if (kind == CharacterKind.Word && Rune.IsDigit(new Rune(value)))
        {
            destination[0] = (char)('0' + (int)Rune.GetNumericValue(new Rune(value)));
            written = 1;
            return kind;
        }

        var lower = Rune.ToLowerInvariant(new Rune(value));
        if (Replacement(lower.Value) is { } replacement)
        {
            replacement.CopyTo(destination);
            written = replacement.Length;
            return CharacterKind.Word;
        }

        written = lower.EncodeToUtf16(destination);
        return kind;
    }

    private static string? Replacement(int value) => value switch
    {
        < TableSize => Folded[value],
        >= FirstLigature and < FirstLigature + 7 => Ligatures[value - FirstLigature],
        _ => null,
    };

    private static CharacterKind FoldAscii(char character, Span<char> destination, out int written)
    {
        var kind = AsciiKinds[character];
        written = kind is CharacterKind.Word or CharacterKind.Connector or CharacterKind.Apostrophe ? 1 : 0;
        destination[0] = char.ToLowerInvariant(character);
        return kind;
    }

    /// <summary>Full-width, mathematical and typographic forms are the plain character.</summary>
    private static int Unwrap(int value) => value switch
    {
        >= 0xFF01 and <= 0xFF5E => value - 0xFEE0,
        >= 0x1D400 and <= 0x1D6A3 => 'a' + ((value - 0x1D400) % 52 % 26),
        >= 0x1D7CE and <= 0x1D7FF => '0' + ((value - 0x1D7CE) % 10),
        >= FirstHalfWidth and < FirstHalfWidth + 56 => HalfWidthKana[value - FirstHalfWidth],
        0x2018 or 0x2019 or 0x02BC or 0x201B => '\'',
        0x2010 or 0x2011 => '-',
        _ => value,
    };

    private static CharacterKind KindOf(int value)
    {
        if (IsIgnored(value))
        {
            return CharacterKind.Ignored;
        }

        if (IsIdeograph(value))
        {
            return CharacterKind.Ideograph;
        }

        var category = Rune.GetUnicodeCategory(new Rune(value));
        return IsSoutheastAsian(value) ? KindInSoutheastAsia(category) : KindOf(category);
    }

    /// <summary>Thai, Lao, Burmese and Khmer: vowels and tones are written around a consonant and stay with it.</summary>
    private static CharacterKind KindInSoutheastAsia(UnicodeCategory category) => category switch
    {
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter => CharacterKind.Ideograph,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharacterKind.IdeographMark,
        _ => KindOf(category),
    };

    private static CharacterKind KindOf(UnicodeCategory category) => category switch
    {
        UnicodeCategory.Format => CharacterKind.Ignored,
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
            or UnicodeCategory.OtherNumber => CharacterKind.Word,
        _ => CharacterKind.Break,
    };

    private static bool IsIgnored(int value) => value is
        (>= 0x0300 and <= 0x036F) or (>= 0x1AB0 and <= 0x1AFF) or (>= 0x1DC0 and <= 0x1DFF) or (>= 0x20D0 and <= 0x20FF)
        or (>= 0xFE20 and <= 0xFE2F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) or 0x00AD or 0x034F or 0x115F or 0x1160
        or 0x3164 or 0xFFA0 or 0x0640 or 0x0670 or (>= 0x064B and <= 0x065F) or (>= 0x0591 and <= 0x05BD) or 0x05BF or 0x05C1 or 0x05C2
        or 0x05C4 or 0x3099 or 0x309A or 0xFF9E or 0xFF9F or 0x05C5 or 0x05C7;

    private static bool IsIdeograph(int value) => value is
        (>= 0x3005 and <= 0x3007) or (>= 0x3041 and <= 0x3096) or (>= 0x309D and <= 0x309F) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF)
        or (>= 0x3105 and <= 0x312F) or (>= 0x31F0 and <= 0x31FF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsSoutheastAsian(int value) => value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F);

    private static CharacterKind[] BuildAsciiKinds()
    {
        var kinds = new CharacterKind[0x80];
        for (var character = '\0'; character < 0x80; character++)
        {
            kinds[character] = character switch
            {
                _ when char.IsAsciiLetterOrDigit(character) => CharacterKind.Word,
                '-' or '_' or '.' or '@' or ',' => CharacterKind.Connector,
                '\'' => CharacterKind.Apostrophe,
                _ => CharacterKind.Break,
            };
        }

        return kinds;
    }

    private static string?[] BuildFolded()
    {
        var folded = new string?[TableSize];
        foreach (var (plain, forms) in FoldingTable.Rows)
        {
            foreach (var form in forms)
            {
                folded[form] = plain;
            }
        }

        return folded;
    }
}
