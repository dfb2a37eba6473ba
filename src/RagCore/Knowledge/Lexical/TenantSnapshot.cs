namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Everything one tenant's searches see at one moment. Never changes.</summary>
internal sealed class TenantSnapshot
{
    // A segment at least this much of the one before it is merged into it, which keeps their number logarithmic.
    private const int MergeRatio = 2;

    private TenantSnapshot(Vocabulary vocabulary, IReadOnlyList<SegmentView> segments)
    {
        Vocabulary = vocabulary;
        Segments = segments;
        LiveChunks = segments.Sum(segment => segment.LiveChunks);
        AverageLength = LiveChunks == 0 ? 1 : Math.Max(1, (float)segments.Sum(segment => segment.LiveLength) / LiveChunks);
    }

    public Vocabulary Vocabulary { get; }

    public IReadOnlyList<SegmentView> Segments { get; }

    public int LiveChunks { get; }

    public float AverageLength { get; }

    public static TenantSnapshot Create() => new(new Vocabulary(), []);

    public AnalyzedDocument? Find(string id)
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

    public int CountChunks(int term) => Segments.Sum(segment => segment.CountChunks(term));

    public TenantSnapshot Without(IReadOnlySet<string> ids) => new(Vocabulary, Compact([.. Segments.Select(segment => segment.Without(ids))]));

    /// <summary>Returns the snapshot with the documents in place of those with the same ids.</summary>
    public TenantSnapshot With(IReadOnlyList<AnalyzedDocument> documents)
    {
        var ids = documents.Select(document => document.Document.Id).ToHashSet(StringComparer.Ordinal);
        var segments = Segments.Select(segment => segment.Without(ids)).ToList();
        segments.Add(new SegmentView(SegmentBuilder.Build(documents, Vocabulary.Count)));
        return new TenantSnapshot(Vocabulary, Compact(segments));
    }

    private List<SegmentView> Compact(List<SegmentView> segments)
    {
        segments.RemoveAll(segment => segment.LiveDocuments == 0);
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            var mostlyRemoved = segments[index].LiveDocuments * 2 < segments[index].Segment.Documents.Count;
            var isLargeTail = index > 0 && segments[index].LiveChunks * MergeRatio > segments[index - 1].LiveChunks;
            if (!mostlyRemoved && !isLargeTail)
            {
                continue;
            }

            var first = isLargeTail ? index - 1 : index;
            var live = segments[first..].SelectMany(segment => segment.Live);
            var merged = new SegmentView(SegmentBuilder.Build(live, Vocabulary.Count));
            segments.RemoveRange(first, segments.Count - first);
            segments.Add(merged);
            index = segments.Count;
        }

        return segments;
    }
}
