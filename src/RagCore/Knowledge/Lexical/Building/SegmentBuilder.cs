using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Turns analysed documents into a segment.</summary>
internal static class SegmentBuilder
{
    /// <summary>Builds one segment.</summary>
    /// <param name="documents">The documents, together at most <see cref="Segment.MaxChunks"/> chunks.</param>
    /// <param name="vocabularySize">How many terms have a number.</param>
    public static Segment Build(IReadOnlyList<AnalyzedDocument> documents, int vocabularySize) => new()
    {
        Documents = new LoadedDocuments([.. documents.Select(document => document.Document)]),
        Readers = ReaderSets.Of([.. documents.Select(document => document.Document)]),
        Chunks = BuildChunks(documents),
        Postings = new PostingsBuilder(vocabularySize).Build(documents),
        Forward = BuildForward(documents),
    };

    /// <summary>Cuts a sequence of documents into runs that fit a segment each.</summary>
    public static IEnumerable<IReadOnlyList<AnalyzedDocument>> Cut(IEnumerable<AnalyzedDocument> documents)
    {
        var run = new List<AnalyzedDocument>();
        var chunks = 0;
        foreach (var document in documents)
        {
            if (chunks + document.Chunks.Length > Segment.MaxChunks)
            {
                yield return run;
                run = [];
                chunks = 0;
            }

            run.Add(document);
            chunks += document.Chunks.Length;
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static ChunkTable BuildChunks(IReadOnlyList<AnalyzedDocument> documents)
    {
        var all = documents.SelectMany(document => document.Chunks).ToArray();
        var paths = new HeadingPathTable();
        var table = new ChunkTable
        {
            DocumentOf = new ushort[all.Length],
            FirstChunk = new int[documents.Count + 1],
            Starts = Array.ConvertAll(all, chunk => chunk.Place.Start),
            Ends = Array.ConvertAll(all, chunk => chunk.Place.End),
            HeadingPathOf = Array.ConvertAll(all, chunk => paths.Add(chunk.Place.HeadingPath)),
            HeadingPaths = paths.ToArray(),
            Lengths = new int[all.Length],
        };
        var next = 0;
        for (var number = 0; number < documents.Count; number++)
        {
            table.FirstChunk[number] = next;
            foreach (var chunk in documents[number].Chunks)
            {
                table.DocumentOf[next] = (ushort)number;
                table.Lengths[next++] = LengthOf(documents[number], chunk);
            }
        }

        table.FirstChunk[documents.Count] = next;
        return table;
    }

    private static int LengthOf(AnalyzedDocument document, AnalyzedChunk chunk)
        => chunk.Words.Length + chunk.Extras.Length + (chunk.Headings.Length * Bm25.HeadingWeight) + (document.Title.Length * Bm25.TitleWeight);

    private static ForwardIndex BuildForward(IReadOnlyList<AnalyzedDocument> documents)
    {
        var chunks = documents.Sum(document => document.Chunks.Length);
        var writer = new ForwardWriter(chunks * 128);
        var (chunkOffsets, titleOffsets) = (new int[chunks + 1], new int[documents.Count + 1]);
        var next = 0;
        foreach (var chunk in documents.SelectMany(document => document.Chunks))
        {
            writer.WriteChunk(chunk);
            chunkOffsets[++next] = writer.Position;
        }

        titleOffsets[0] = writer.Position;
        for (var number = 0; number < documents.Count; number++)
        {
            writer.WriteTerms(documents[number].Title);
            titleOffsets[number + 1] = writer.Position;
        }

        return new ForwardIndex { Bytes = writer.ToArray(), ChunkOffsets = chunkOffsets, TitleOffsets = titleOffsets };
    }
}
