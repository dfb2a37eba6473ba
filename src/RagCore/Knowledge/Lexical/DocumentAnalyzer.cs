using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Cuts a document into chunks and numbers their terms.</summary>
internal sealed class DocumentAnalyzer(Vocabulary vocabulary)
{
    private readonly List<int> _words = [];
    private readonly List<int> _extras = [];

    public AnalyzedDocument Analyze(Document document)
    {
        var chunks = DocumentChunker.Split(document).Select(draft => Analyze(document, draft)).ToArray();
        if (chunks.Length == 0)
        {
            // A document without text is still found by its title.
            chunks = [new AnalyzedChunk(new Chunk(document, 0, [], 0, 0), [], [], [])];
        }

        return new AnalyzedDocument(document, Terms(document.Title), chunks);
    }

    private AnalyzedChunk Analyze(Document document, ChunkDraft draft)
    {
        var headings = draft.Chunk.HeadingPath.SelectMany(Terms).ToArray();
        Collect(document.Text.AsSpan(draft.Chunk.Start, draft.Chunk.End - draft.Chunk.Start));
        var (words, extras) = (_words.ToArray(), _extras.ToArray());
        if (draft.TableHeader is { } header && header.Start < draft.Chunk.Start)
        {
            extras = [.. extras, .. Terms(document.Text.AsSpan(header.Start, header.Length))];
        }

        return new AnalyzedChunk(draft.Chunk, words, extras, headings);
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
        var sink = new TermCollector(vocabulary, _words, _extras);
        TextAnalyzer.Analyze(text, ref sink);
    }
}
