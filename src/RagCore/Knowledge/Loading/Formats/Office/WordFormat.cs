using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Office;

/// <summary>Word files: headings by their styles, lists, tables, footnotes; insertions that are tracked, without deletions.</summary>
internal sealed class WordFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".docx", ".docm", ".dotx"];

    public FileContainer Container => FileContainer.Zip;

    public Extraction Read(FormatInput input)
        => OfficePackage.Read(input, stream => WordprocessingDocument.Open(stream, isEditable: false), Read);

    private static ExtractedText Read(WordprocessingDocument package)
    {
        if (package.MainDocumentPart is not { } main)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }

        var builder = new MarkdownTextBuilder();
        var writer = new WordBlockWriter(builder, WordStyles.Read(main));
        ForEachBlock(main, writer.Write);
        WriteNotes(main.FootnotesPart?.Footnotes, writer);
        WriteNotes(main.EndnotesPart?.Endnotes, writer);
        var text = builder.ToString();
        return new ExtractedText(text, TextFormat.Markdown) { Title = writer.Title, Kind = DocumentKindDetector.Detect(text) };
    }

    /// <summary>Loads one paragraph or table of the body after the other, never the whole body.</summary>
    private static void ForEachBlock(MainDocumentPart main, Action<OpenXmlElement> write)
    {
        using var reader = OpenXmlReader.Create(main);
        var isRead = reader.Read();
        while (isRead)
        {
            if (reader.Depth > LoadLimits.MaxDepth)
            {
                throw new LoadRefusedException(LoadOutcome.TooDeep);
            }

            if (reader.IsStartElement && (reader.ElementType == typeof(Paragraph) || reader.ElementType == typeof(Table)))
            {
                write(reader.LoadCurrentElement()!);
            }

            isRead = reader.Read();
        }
    }

    private static void WriteNotes(OpenXmlElement? notes, WordBlockWriter writer)
    {
        foreach (var note in notes?.Elements<FootnoteEndnoteType>() ?? [])
        {
            if (note.Type is null || note.Type.Value == FootnoteEndnoteValues.Normal)
            {
                foreach (var paragraph in note.Elements<Paragraph>())
                {
                    writer.Write(paragraph);
                }
            }
        }
    }
}
