namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Pdf;

/// <summary>PDF files, read by poppler's <c>pdftotext</c> in a child process with limits (L-33).</summary>
/// <param name="tool">The program.</param>
internal sealed class PdfFormat(PdfTool tool) : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".pdf"];

    public FileContainer Container => FileContainer.Pdf;

    public Extraction Read(FormatInput input)
    {
        var pages = PdfLayoutReader.Read(tool.Run(input.Bytes));
        if (pages.TrueForAll(page => page.Lines.Count == 0))
        {
            throw new LoadRefusedException(LoadOutcome.NoText);
        }

        var builder = new MarkdownTextBuilder();
        new PdfTextWriter(builder).Write(PdfRunningHeads.Remove(pages));
        var text = builder.ToString();
        return Extraction.Of(new ExtractedText(text, TextFormat.Markdown) { Kind = DocumentKindDetector.Detect(text), Places = builder.Places });
    }
}
