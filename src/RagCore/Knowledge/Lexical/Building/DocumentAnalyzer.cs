using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Cuts documents into chunks and numbers their terms. One for each thread.</summary>
internal sealed class DocumentAnalyzer(Vocabulary vocabulary)
{
    private readonly List<int> _words = [];
    private readonly List<int> _extras = [];
    private TextLanguage _language;

    /// <exception cref="InvalidDataException">The document has more chunks than the index takes.</exception>
    public AnalyzedDocument Analyze(Document document)
    {
        var drafts = DocumentChunker.Split(document);
        if (drafts.Count > Segments.Segment.MaxChunks)
        {
            throw new InvalidDataException($"The document has {drafts.Count} passages, more than {Segments.Segment.MaxChunks}: split it.");
        }

        // A passage may be in another language than its document; what it does not say, the document does.
        var language = LanguageDetector.Detect(document.Text) ?? LanguageDetector.OfTag(document.Language) ?? TextLanguage.English;
        _language = language;
        var title = Terms(document.Title);

        // A document without text is still found by its title.
        var chunks = drafts.Count == 0
            ? [new AnalyzedChunk(new ChunkPlace([], 0, 0), [], [], [])]
            : drafts.Select(draft => Analyze(document, draft, language)).ToArray();
        return new AnalyzedDocument(document, title, chunks);
    }

    private AnalyzedChunk Analyze(Document document, ChunkDraft draft, TextLanguage language)
    {
        var chunk = draft.Chunk;
        var text = document.Text.AsSpan(chunk.Start, chunk.End - chunk.Start);
        _language = LanguageDetector.Detect(text) ?? language;
        var headings = chunk.HeadingPath.Count == 0 ? [] : chunk.HeadingPath.SelectMany(Terms).ToArray();
        Collect(text);
        var (words, extras) = (_words.ToArray(), _extras.ToArray());
        if (draft.LeadIn is { } header && header.Start < chunk.Start)
        {
            extras = [.. extras, .. Terms(document.Text.AsSpan(header.Start, header.Length))];
        }

        return new AnalyzedChunk(new ChunkPlace(chunk.HeadingPath, chunk.Start, chunk.End), words, extras, headings);
    }

    private int[] Terms(string text) => Terms(text.AsSpan());

    private int[] Terms(ReadOnlySpan<char> text)
    {
        Collect(text);
        return [.. _words, .. _extras];
    }

    private void Collect(ReadOnlySpan<char> text)
    {
        _words.Clear();
        _extras.Clear();
        var sink = new TermCollector(vocabulary, _language, _words, _extras);
        TextAnalyzer.Analyze(text, ref sink);
    }
}
