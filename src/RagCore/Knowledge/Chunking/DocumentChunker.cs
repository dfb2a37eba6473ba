namespace ChatOpsBot.RagCore.Knowledge.Chunking;

/// <summary>
/// Cuts a document into chunks: whole sections where they are short enough, else paragraphs, list items and table rows packed to about
/// equal lengths. Between the first and the last chunk only white space and front matter are left out.
/// </summary>
internal static class DocumentChunker
{
    public static IReadOnlyList<ChunkDraft> Split(Document document)
    {
        var sections = document.Format == TextFormat.Markdown
            ? MarkdownSections.Read(document.Text, document.Title)
            : PlainSections.Read(document.Text, new TextSpan(0, document.Text.Length));
        var packer = new SectionPacker(document);
        foreach (var section in sections)
        {
            packer.Add(section);
        }

        return packer.Finish();
    }
}
