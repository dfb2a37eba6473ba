using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical.Building;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Everything one tenant's searches see at one moment. Never changes.</summary>
internal sealed class TenantSnapshot
{
    // A segment at least this much of the one before it is merged into it, which keeps their number logarithmic.
    private const int MergeRatio = 2;

    // The letter statistics of a large tenant are kept while the number of its chunks stays within this share.
    private const float SmallChange = 0.05f;
    private const int ExactBelow = 10_000;

    private readonly int[] _chunkCounts;
    private LetterStatistics? _letters;

    public TenantSnapshot(TenantId tenant, Vocabulary vocabulary, IReadOnlyList<SegmentView> segments)
    {
        Tenant = tenant;
        Vocabulary = vocabulary;
        Segments = segments;
        LiveChunks = segments.Sum(segment => segment.LiveChunks);
        AverageLength = LiveChunks == 0 ? 1 : Math.Max(1, (float)segments.Sum(segment => segment.LiveLength) / LiveChunks);
        _chunkCounts = SumCounts(vocabulary.Count, segments);
    }

    public TenantId Tenant { get; }

    public Vocabulary Vocabulary { get; }

    public IReadOnlyList<SegmentView> Segments { get; }

    public int LiveChunks { get; }

    public float AverageLength { get; }

    public static TenantSnapshot Create(TenantId tenant) => new(tenant, new Vocabulary(), []);

    public Document? Find(string id)
    {
        foreach (var segment in Segments)
        {
            if (segment.Find(id) is { } document)
            {
                return document;
            }
        }

        return null;
    }

    /// <summary>Gets how many terms had a number when the snapshot was made.</summary>
    public int TermCount => _chunkCounts.Length;

    /// <summary>Gets the statistics of letters, counted at the first question after a large change and kept over small ones.</summary>
    public LetterStatistics Letters => _letters ??= LetterStatistics.Of(this);

    /// <summary>Counts the live chunks that hold a term.</summary>
    public int CountChunks(int term) => (uint)term < (uint)_chunkCounts.Length ? _chunkCounts[term] : 0;

    /// <summary>Returns the inverse document frequency of a term, 0 when no chunk holds it.</summary>
    public float IdfOf(int term) => CountChunks(term) is var count and > 0 ? Bm25.Idf(LiveChunks, count) : 0;

    public TenantSnapshot Without(IReadOnlySet<string> ids) => Next(Compact([.. Segments.Select(segment => segment.Without(ids))]));

    /// <summary>Returns the snapshot with the documents in place of those with the same ids.</summary>
    public TenantSnapshot With(IReadOnlyList<AnalyzedDocument> documents)
    {
        var ids = documents.Select(document => document.Document.Id).ToHashSet(StringComparer.Ordinal);
        var segments = Segments.Select(segment => segment.Without(ids)).ToList();
        segments.AddRange(BuildAll(documents));
        return Next(Compact(segments));
    }

    private TenantSnapshot Next(List<SegmentView> segments)
    {
        var next = new TenantSnapshot(Tenant, Vocabulary, segments);
        next._letters = LiveChunks > ExactBelow && Math.Abs(next.LiveChunks - LiveChunks) < SmallChange * LiveChunks ? _letters : null;
        return next;
    }

    private static int[] SumCounts(int terms, IReadOnlyList<SegmentView> segments)
    {
        var counts = new int[terms];
        foreach (var view in segments)
        {
            var numbers = view.Segment.Postings.Terms;
            for (var index = 0; index < numbers.Length; index++)
            {
                counts[numbers[index]] += view.ChunkCounts[index];
            }
        }

        return counts;
    }

    private SegmentView[] BuildAll(IEnumerable<AnalyzedDocument> documents)
        => [.. SegmentBuilder.Cut(documents).AsParallel().AsOrdered().Select(run => new SegmentView(SegmentBuilder.Build(run, Vocabulary.Count)))];

    private List<SegmentView> Compact(List<SegmentView> segments)
    {
        segments.RemoveAll(segment => segment.LiveDocuments == 0);
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            var mostlyRemoved = segments[index].LiveDocuments * 2 < segments[index].Segment.Documents.Count;
            var isLargeTail = index > 0 && IsLargeTail(segments[index], segments[index - 1]);
            if (!mostlyRemoved && !isLargeTail)
            {
                continue;
            }

            var first = isLargeTail ? index - 1 : index;
            var merged = BuildAll(segments[first..].SelectMany(segment => segment.Analyzed));
            segments.RemoveRange(first, segments.Count - first);
            segments.AddRange(merged);
            index = Math.Min(first + 1, segments.Count);
        }

        return segments;
    }

    private static bool IsLargeTail(SegmentView tail, SegmentView before)
        => tail.LiveChunks * MergeRatio > before.LiveChunks && tail.LiveChunks + before.LiveChunks <= Segment.MaxChunks;
}
