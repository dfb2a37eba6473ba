using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>A segment and which of its documents still count. Never changes: removing gives another view of the same segment.</summary>
internal sealed class SegmentView
{
    private readonly bool[]? _removed;

    public SegmentView(Segment segment)
        : this(segment, removed: null)
    {
    }

    private SegmentView(Segment segment, bool[]? removed)
    {
        Segment = segment;
        _removed = removed;
        for (var number = 0; number < segment.Documents.Count; number++)
        {
            if (!IsRemoved(number))
            {
                LiveDocuments++;
                LiveChunks += segment.FirstChunk[number + 1] - segment.FirstChunk[number];
                LiveLength += SumLengths(number);
            }
        }
    }

    public Segment Segment { get; }

    public int LiveDocuments { get; }

    public int LiveChunks { get; }

    public long LiveLength { get; }

    public IEnumerable<AnalyzedDocument> Live => Segment.Documents.Where((_, number) => !IsRemoved(number));

    public AnalyzedDocument? Find(string id)
        => Segment.NumberOf.TryGetValue(id, out var number) && !IsRemoved(number) ? Segment.Documents[number] : null;

    /// <summary>Returns a view without the documents, or this one when it holds none of them.</summary>
    public SegmentView Without(IReadOnlySet<string> ids)
    {
        var removed = default(bool[]);
        foreach (var id in ids)
        {
            if (Segment.NumberOf.TryGetValue(id, out var number) && !IsRemoved(number))
            {
                removed ??= (bool[]?)_removed?.Clone() ?? new bool[Segment.Documents.Count];
                removed[number] = true;
            }
        }

        return removed is null ? this : new SegmentView(Segment, removed);
    }

    /// <summary>Says for each document whether it is live and the filter admits it.</summary>
    public bool[] Admitted(AccessFilter access)
    {
        var admitted = new bool[Segment.Documents.Count];
        IReadOnlyList<string>? readers = null;
        var answer = false;
        for (var number = 0; number < admitted.Length; number++)
        {
            var document = Segment.Documents[number].Document;
            if (!ReferenceEquals(document.Readers, readers))
            {
                // Documents of one source share their list, so that most are decided by the one before.
                (readers, answer) = (document.Readers, access.Admits(document.Tenant, document.Readers));
            }

            admitted[number] = answer && !IsRemoved(number);
        }

        return admitted;
    }

    /// <summary>Counts the live chunks that hold a term.</summary>
    public int CountChunks(int term)
    {
        var (start, end) = Segment.Postings(term);
        if (_removed is null)
        {
            return end - start;
        }

        var count = 0;
        foreach (var chunk in Segment.PostingChunks.AsSpan(start..end))
        {
            count += _removed[Segment.DocumentOf[chunk]] ? 0 : 1;
        }

        return count;
    }

    private bool IsRemoved(int number) => _removed is not null && _removed[number];

    private long SumLengths(int number)
    {
        long sum = 0;
        foreach (var length in Segment.Lengths.AsSpan(Segment.FirstChunk[number]..Segment.FirstChunk[number + 1]))
        {
            sum += length;
        }

        return sum;
    }
}
