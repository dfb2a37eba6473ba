namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>
/// Cuts a document into chunks: whole sections, questions with their answers, slides, messages or conversations where they are short enough,
/// else paragraphs, list items and table rows packed to about equal lengths. Between the first and the last chunk only white space and front
/// matter are left out; only a sentence before a cut inside a paragraph stands in two chunks.
/// </summary>
internal static class DocumentChunker
{
    public static IReadOnlyList<ChunkDraft> Split(Document document)
    {
        var packer = new SectionPacker(document);
        foreach (var section in Sections(document))
        {
            packer.Add(section);
        }

        return packer.Finish();
    }

    private static IReadOnlyList<Section> Sections(Document document)
    {
        var sections = document.Format == TextFormat.Markdown
            ? MarkdownSections.Read(document.Text, document.Title, document.Kind)
            : PlainSections.Read(document.Text, new TextSpan(0, document.Text.Length), document.Kind);
        return document.Kind is DocumentKind.Slides or DocumentKind.Mail or DocumentKind.Chat ? PlacedSections.Cut(sections, document) : sections;
    }
}
