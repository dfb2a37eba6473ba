using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Separated values: one table, its first row the header. The separator is found out; text that is no UTF-8 is read as Latin 1.</summary>
internal sealed class SeparatedValuesFormat : IDocumentFormat
{
    private const string Separators = ",;\t|";
    private const int LongestHeader = 1 << 16;

    public IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv"];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        var builder = new MarkdownTextBuilder();
        var text = Decode(input);
        using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = SeparatorOf(text).ToString(),
            BadDataFound = null,
            IgnoreBlankLines = true,
        });
        var isHeader = true;
        while (parser.Read())
        {
            if (parser.Record is { } record && Array.Exists(record, cell => !string.IsNullOrWhiteSpace(cell)))
            {
                builder.TableRow(record.Length > LoadLimits.MaxColumns ? record[..LoadLimits.MaxColumns] : record, isHeader);
                isHeader = false;
            }
        }

        return Extraction.Of(new ExtractedText(builder.ToString(), TextFormat.Markdown) { Kind = DocumentKind.Table });
    }

    /// <summary>The separator is the sign that stands most often outside quotes in the first line: a search for patterns would take minutes where a row is huge.</summary>
    private static char SeparatorOf(string text)
    {
        var line = text.AsSpan().TrimStart(" \r\n");
        line = line[..Math.Min(line.Length, LongestHeader)];
        var counts = new int[Separators.Length];
        var isQuoted = false;
        foreach (var character in line)
        {
            isQuoted ^= character == '"';
            if (character is '\n' or '\r' && !isQuoted)
            {
                break;
            }

            var found = isQuoted ? -1 : Separators.IndexOf(character, StringComparison.Ordinal);
            if (found >= 0)
            {
                counts[found]++;
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    private static string Decode(FormatInput input) => TextDecoder.Decode(input.Bytes.Span, out var text) switch
    {
        LoadOutcome.Loaded => text,
        LoadOutcome.Undecodable => Encoding.Latin1.GetString(input.Bytes.Span),
        var outcome => throw new LoadRefusedException(outcome),
    };
}
