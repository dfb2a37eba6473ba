using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Separated values: one table, its first row the header. The separator is found out; text that is no UTF-8 is read as Latin 1.</summary>
internal sealed class SeparatedValuesFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv"];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        var builder = new MarkdownTextBuilder();
        using var parser = new CsvParser(new StringReader(Decode(input)), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t", "|"],
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

    private static string Decode(FormatInput input) => TextDecoder.Decode(input.Bytes.Span, out var text) switch
    {
        LoadOutcome.Loaded => text,
        LoadOutcome.Undecodable => Encoding.Latin1.GetString(input.Bytes.Span),
        var outcome => throw new LoadRefusedException(outcome),
    };
}
