using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>The vectors of one tenant at one moment. Never changes.</summary>
internal sealed class DenseSnapshot
{
    // A segment at least this much of the one before it is merged into it, which keeps their number logarithmic.
    private const int MergeRatio = 2;
    private const int MaxChunks = 1 << 16;

    public static readonly DenseSnapshot Empty = new([]);

    private readonly List<DenseSegment> _segments;

    private DenseSnapshot(List<DenseSegment> segments) => _segments = segments;

    /// <summary>Gets how many chunks can be found.</summary>
    public int Count => _segments.Sum(segment => segment.LiveCount);

    public DenseSnapshot Without(IReadOnlySet<string> documentIds) => new(Compact([.. _segments.Select(segment => segment.Without(documentIds))]));

    public DenseSnapshot With(IReadOnlyCollection<EmbeddedChunk> chunks)
        => chunks.Count == 0 ? this : new(Compact([.. _segments, new DenseSegment(chunks)]));

    /// <summary>Returns the nearest chunks the filter admits, nearest first, scored by cosine; equal ones by document and place.</summary>
    public IReadOnlyList<Passage> Search(ReadOnlySpan<float> query, AccessFilter access, int limit)
    {
        var found = new List<Passage>();
        foreach (var segment in _segments)
        {
            segment.Search(query, access, limit, found);
        }

        found.Sort(PassageOrder.Compare);
        return found.Count > limit ? found[..limit] : found;
    }

    private static List<DenseSegment> Compact(List<DenseSegment> segments)
    {
        segments.RemoveAll(segment => segment.LiveCount == 0);
        for (var index = segments.Count - 1; index >= 0; index--)
        {
            if (index > 0 && IsLargeTail(segments[index], segments[index - 1]))
            {
                segments[index - 1] = new DenseSegment([.. segments[index - 1].Live, .. segments[index].Live]);
                segments.RemoveAt(index);
            }
            else if (segments[index].LiveCount * 2 < segments[index].Count)
            {
                segments[index] = new DenseSegment([.. segments[index].Live]);
            }
        }

        return segments;
    }

    private static bool IsLargeTail(DenseSegment tail, DenseSegment before)
        => tail.LiveCount * MergeRatio > before.LiveCount && tail.LiveCount + before.LiveCount <= MaxChunks;
}
