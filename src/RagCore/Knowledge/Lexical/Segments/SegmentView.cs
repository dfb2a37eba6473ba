using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical.Building;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>A segment and which of its documents still count. Never changes: removing gives another view of the same segment.</summary>
internal sealed class SegmentView
{
    private const int MaxBitmaps = 16;

    private LengthNorms? _norms;
    private Dictionary<string, int>? _passageCounts;
    private readonly ConcurrentDictionary<ulong, ChunkBitmap> _bitmaps = new();

    public SegmentView(Segment segment)
        : this(segment, removed: null)
    {
    }

    /// <param name="segment">The segment.</param>
    /// <param name="removed">Says of each document whether it no longer counts; null when all do.</param>
    public SegmentView(Segment segment, bool[]? removed)
    {
        Segment = segment;
        Removed = removed;
        for (var number = 0; number < segment.Documents.Count; number++)
        {
            if (!IsRemoved(number))
            {
                LiveDocuments++;
                LiveChunks += segment.Chunks.FirstChunk[number + 1] - segment.Chunks.FirstChunk[number];
                LiveLength += SumLengths(number);
            }
        }

        ChunkCounts = CountChunks();
    }

    public Segment Segment { get; }

    /// <summary>Gets which documents no longer count; null when all do. Not to be changed.</summary>
    public bool[]? Removed { get; }

    public int LiveDocuments { get; }

    public int LiveChunks { get; }

    public long LiveLength { get; }

    /// <summary>Gets the number of live chunks that hold each of the segment's terms, beside <see cref="Postings.Terms"/>.</summary>
    public int[] ChunkCounts { get; }

    /// <summary>Gets the number of live chunks of each source, counted when they are first asked for.</summary>
    public IReadOnlyDictionary<string, int> PassageCounts => _passageCounts ??= CountPassages();

    public IEnumerable<Document> Live => Enumerable.Range(0, Segment.Documents.Count).Where(number => !IsRemoved(number)).Select(Segment.Documents.Get);

    /// <summary>Returns the live documents as what a segment is built from.</summary>
    public IEnumerable<AnalyzedDocument> Analyzed
        => Enumerable.Range(0, Segment.Documents.Count).Where(number => !IsRemoved(number)).Select(Analyze);

    public Document? Find(string id) => Segment.Documents.Find(id) is var number and >= 0 && !IsRemoved(number) ? Segment.Documents.Get(number) : null;

    /// <summary>Returns a view without the documents, or this one when it holds none of them.</summary>
    public SegmentView Without(IReadOnlySet<string> ids)
    {
        var removed = default(bool[]);
        foreach (var id in ids)
        {
            if (Segment.Documents.Find(id) is var number and >= 0 && !IsRemoved(number))
            {
                removed ??= (bool[]?)Removed?.Clone() ?? new bool[Segment.Documents.Count];
                removed[number] = true;
            }
        }

        return removed is null ? this : new SegmentView(Segment, removed);
    }

    /// <summary>Returns the live chunks that the filter admits, or null when there are none.</summary>
    public ChunkBitmap? Admitted(TenantId tenant, AccessFilter access)
    {
        if (Segment.Readers.AdmittedBits(tenant, access) is not { } bits)
        {
            return AdmittedOfMany(tenant, access);
        }

        if (bits == 0)
        {
            return null;
        }

        return _bitmaps.TryGetValue(bits, out var bitmap) ? bitmap : Keep(bits);
    }

    /// <summary>Returns what the length of each chunk does to its scores, for this average length.</summary>
    public float[] NormsFor(float averageLength)
    {
        var norms = Volatile.Read(ref _norms);
        if (norms is null || !norms.AverageLength.Equals(averageLength))
        {
            norms = LengthNorms.Of(Segment.Chunks.Lengths, averageLength);
            Volatile.Write(ref _norms, norms);
        }

        return norms.Values;
    }

    private ChunkBitmap? AdmittedOfMany(TenantId tenant, AccessFilter access)
        => Segment.Readers.Admitted(tenant, access) is var admitted && admitted.Contains(true) ? Build(set => admitted[set]) : null;

    private ChunkBitmap Keep(ulong bits)
    {
        var bitmap = Build(set => (bits & (1UL << set)) != 0);
        if (_bitmaps.Count < MaxBitmaps)
        {
            _bitmaps.TryAdd(bits, bitmap);
        }

        return bitmap;
    }

    private ChunkBitmap Build(Func<int, bool> isAdmitted)
    {
        var bitmap = new ChunkBitmap(Segment.Chunks.Count);
        for (var number = 0; number < Segment.Documents.Count; number++)
        {
            if (isAdmitted(Segment.Readers.SetOf[number]) && !IsRemoved(number))
            {
                bitmap.AddRange(Segment.Chunks.FirstChunk[number], Segment.Chunks.FirstChunk[number + 1]);
            }
        }

        return bitmap;
    }

    private Dictionary<string, int> CountPassages()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < Segment.Documents.Count; number++)
        {
            if (!IsRemoved(number))
            {
                var source = Segment.Documents.Get(number).Source;
                counts[source] = counts.GetValueOrDefault(source) + Segment.Chunks.FirstChunk[number + 1] - Segment.Chunks.FirstChunk[number];
            }
        }

        return counts;
    }

    private int[] CountChunks()
    {
        var postings = Segment.Postings;
        var counts = new int[postings.Terms.Length];
        for (var index = 0; index < counts.Length; index++)
        {
            var (start, end) = (postings.Offsets[index], postings.Offsets[index + 1]);
            counts[index] = Removed is null ? end - start : CountLive(postings.Chunks.AsSpan(start..end));
        }

        return counts;
    }

    private int CountLive(ReadOnlySpan<ushort> chunks)
    {
        var count = 0;
        foreach (var chunk in chunks)
        {
            count += IsRemoved(Segment.Chunks.DocumentOf[chunk]) ? 0 : 1;
        }

        return count;
    }

    private AnalyzedDocument Analyze(int number)
    {
        var (first, end) = (Segment.Chunks.FirstChunk[number], Segment.Chunks.FirstChunk[number + 1]);
        var chunks = new AnalyzedChunk[end - first];
        for (var index = 0; index < chunks.Length; index++)
        {
            var reader = Segment.Forward.Chunk(first + index);
            var (path, start, stop) = Segment.Chunks.PlaceOf(first + index);
            var (words, headings, extras) = (reader.ReadList(), reader.ReadList(), reader.ReadList());
            chunks[index] = new AnalyzedChunk(new ChunkPlace(path, start, stop), words, extras, headings);
        }

        return new AnalyzedDocument(Segment.Documents.Get(number), Segment.Forward.Title(number).ReadList(), chunks);
    }

    private bool IsRemoved(int number) => Removed is not null && Removed[number];

    private long SumLengths(int number)
    {
        long sum = 0;
        foreach (var length in Segment.Chunks.Lengths.AsSpan(Segment.Chunks.FirstChunk[number]..Segment.Chunks.FirstChunk[number + 1]))
        {
            sum += length;
        }

        return sum;
    }

    private sealed record LengthNorms(float AverageLength, float[] Values)
    {
        public static LengthNorms Of(int[] lengths, float averageLength)
            => new(averageLength, Array.ConvertAll(lengths, length => Bm25.Norm(length, averageLength)));
    }
}
