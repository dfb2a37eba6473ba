using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Which styles of a Word file are headings. Ids are translated by some editors; names and outline levels are not.</summary>
internal sealed class WordStyles
{
    private const int MostLevels = 6;
    private const int MostAncestors = 16;

    private readonly Dictionary<string, Style> _styles = new(StringComparer.Ordinal);

    public static WordStyles Read(MainDocumentPart main)
    {
        var styles = new WordStyles();
        foreach (var style in main.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is { } id)
            {
                styles._styles.TryAdd(id, style);
            }
        }

        return styles;
    }

    /// <summary>Returns 0 for the title, 1 to 6 for a heading, null for every other paragraph.</summary>
    public int? LevelOf(Paragraph paragraph)
    {
        var properties = paragraph.ParagraphProperties;
        return properties?.OutlineLevel?.Val?.Value is { } level and < MostLevels ? level + 1 : LevelOf(properties?.ParagraphStyleId?.Val?.Value);
    }

    private int? LevelOf(string? id)
    {
        for (var ancestors = 0; id is not null && ancestors < MostAncestors && _styles.TryGetValue(id, out var style); ancestors++)
        {
            if (LevelOf(style) is { } level)
            {
                return level;
            }

            id = style.BasedOn?.Val?.Value;
        }

        return null;
    }

    private static int? LevelOf(Style style)
    {
        var name = style.StyleName?.Val?.Value ?? string.Empty;
        if (name.Equals("title", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        if (name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(name.AsSpan("heading ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Math.Clamp(number, 1, MostLevels);
        }

        return style.StyleParagraphProperties?.OutlineLevel?.Val?.Value is { } level and < MostLevels ? level + 1 : null;
    }
}
