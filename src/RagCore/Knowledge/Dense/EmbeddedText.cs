using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>What of a document, and of a question, becomes a vector.</summary>
internal static class EmbeddedText
{
    /// <summary>The most characters of one text: below the 8,192 tokens that common models take, whatever the language.</summary>
    public const int MaxLength = 8_000;

    /// <summary>Cuts a document as the lexical index does.</summary>
    public static IEnumerable<(Chunk Chunk, string Text)> Of(Document document)
    {
        var drafts = DocumentChunker.Split(document);
        return drafts.Count == 0 ? [(new Chunk(document, 0, [], 0, 0), Limit(document.Title))] : drafts.Select(draft => (draft.Chunk, Of(draft)));
    }

    /// <summary>Returns the text of a chunk: below its title and headings, which say what it is about.</summary>
    public static string Of(ChunkDraft draft)
    {
        var chunk = draft.Chunk;
        var header = draft.LeadIn is { } row && row.Start < chunk.Start ? chunk.Document.Text.Substring(row.Start, row.Length) : string.Empty;
        string[] parts = [chunk.Document.Title, string.Join(" > ", chunk.HeadingPath), header, chunk.Text];
        return Limit(string.Join('\n', parts.Where(part => part.Length > 0)));
    }

    /// <summary>Shortens a text without cutting a character in two.</summary>
    public static string Limit(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        return char.IsHighSurrogate(text[MaxLength - 1]) ? text[..(MaxLength - 1)] : text[..MaxLength];
    }
}
