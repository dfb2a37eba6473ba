using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>A segment as blocks. What it holds is trusted once its sum is right; only what the sum cannot know is checked.</summary>
internal static class SegmentFile
{
    public const string Kind = "COBSEG02";

    public static void Write(BlockWriter writer, Segment segment, TextPlaces texts)
    {
        WriteDocuments(writer, segment, texts);
        WriteChunks(writer, segment.Chunks);
        writer.Write<int>(segment.Postings.Terms);
        writer.Write<int>(segment.Postings.Offsets);
        writer.Write<ushort>(segment.Postings.Chunks);
        writer.Write<byte>(segment.Postings.Frequencies);
        writer.Write<byte>(segment.Forward.Bytes);
        writer.Write<int>(segment.Forward.ChunkOffsets);
        writer.Write<int>(segment.Forward.TitleOffsets);
    }

    /// <summary>Reads a segment whose texts are in another file.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public static Segment Read(BlockReader reader, TenantId tenant, SafeFileHandle texts)
    {
        var segment = new Segment
        {
            Documents = ReadDocuments(reader, tenant, texts, out var readers),
            Readers = readers,
            Chunks = ReadChunks(reader),
            Postings = new Postings { Terms = reader.Read<int>(), Offsets = reader.Read<int>(), Chunks = reader.Read<ushort>(), Frequencies = reader.Read<byte>() },
            Forward = new ForwardIndex { Bytes = reader.Read<byte>(), ChunkOffsets = reader.Read<int>(), TitleOffsets = reader.Read<int>() },
        };
        reader.Complete();
        return segment;
    }

    private static void WriteDocuments(BlockWriter writer, Segment segment, TextPlaces texts)
    {
        var documents = segment.Documents;
        writer.Write(documents.SortedHashes);
        writer.Write(documents.NumbersByHash);
        writer.Write<long>(texts.Offsets);
        writer.Write<int>(texts.Lengths);
        writer.Write<bool>([.. Enumerable.Range(0, documents.Count).Select(documents.IsSuperseded)]);
        writer.Write(segment.Readers.Sources);
        WriteLists(writer, segment.Readers.Sets);
        writer.Write(segment.Readers.SetOf);
    }

    private static KeptDocuments ReadDocuments(BlockReader reader, TenantId tenant, SafeFileHandle texts, out ReaderSets readers)
    {
        var ids = (SortedHashes: reader.Read<ulong>(), Numbers: reader.Read<int>());
        var places = new TextPlaces(reader.Read<long>(), reader.Read<int>());
        var superseded = reader.Read<bool>();
        readers = new ReaderSets(reader.ReadTexts(), ReadLists(reader), reader.Read<ushort>());
        return new KeptDocuments(tenant, texts, places, readers, superseded, ids);
    }

    private static void WriteChunks(BlockWriter writer, ChunkTable chunks)
    {
        writer.Write<ushort>(chunks.DocumentOf);
        writer.Write<int>(chunks.FirstChunk);
        writer.Write<int>(chunks.Starts);
        writer.Write<int>(chunks.Ends);
        writer.Write<ushort>(chunks.HeadingPathOf);
        WriteLists(writer, chunks.HeadingPaths);
        writer.Write<int>(chunks.Lengths);
    }

    private static ChunkTable ReadChunks(BlockReader reader) => new()
    {
        DocumentOf = reader.Read<ushort>(),
        FirstChunk = reader.Read<int>(),
        Starts = reader.Read<int>(),
        Ends = reader.Read<int>(),
        HeadingPathOf = reader.Read<ushort>(),
        HeadingPaths = ReadLists(reader),
        Lengths = reader.Read<int>(),
    };

    private static void WriteLists(BlockWriter writer, IReadOnlyList<IReadOnlyList<string>> lists)
    {
        writer.Write<int>([.. lists.Select(list => list.Count)]);
        writer.Write([.. lists.SelectMany(list => list)]);
    }

    private static IReadOnlyList<string>[] ReadLists(BlockReader reader)
    {
        var counts = reader.Read<int>();
        var texts = reader.ReadTexts();
        var lists = new IReadOnlyList<string>[counts.Length];
        var next = 0;
        for (var index = 0; index < lists.Length; index++)
        {
            lists[index] = texts[next..(next += counts[index])];
        }

        return lists;
    }
}
