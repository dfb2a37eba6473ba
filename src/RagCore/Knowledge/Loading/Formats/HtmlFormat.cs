namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Web pages: their main content as Markdown.</summary>
internal sealed class HtmlFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".html", ".htm"];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        var html = PlainTextFormat.Decode(input);
        if (HtmlNesting.IsTooDeep(html))
        {
            throw new LoadRefusedException(LoadOutcome.TooDeep);
        }

        var page = HtmlTextExtractor.Extract(html, input.Source.LinkOf(input.Path));
        return Extraction.Of(page with { Kind = DocumentKindDetector.Detect(page.Text) });
    }
}
