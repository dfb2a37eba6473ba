namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>Markdown, as it stands, with the values at its head.</summary>
internal sealed class MarkdownFormat : IDocumentFormat
{
    public IReadOnlyList<string> Extensions { get; } = [".md", ".markdown"];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        var text = PlainTextFormat.Decode(input);
        var head = FrontMatter.Read(text);
        return Extraction.Of(new ExtractedText(text, TextFormat.Markdown)
        {
            IsFile = true,
            Title = head.Title,
            Effective = head.Effective,
            Language = head.Language,
            Owner = head.Owner,
            Kind = head.Kind ?? DocumentKindDetector.Detect(text),
            IsSuperseded = head.IsSuperseded,
            SupersededBy = head.SupersededBy,
            Supersedes = head.Supersedes,
        });
    }
}
