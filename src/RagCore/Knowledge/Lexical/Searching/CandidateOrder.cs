namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Best first; equal scores by document and place, so that the order never depends on how the index grew.</summary>
internal sealed class CandidateOrder
{
    private readonly Comparison<Candidate> _compare;
    private TenantSnapshot? _snapshot;

    public CandidateOrder() => _compare = Compare;

    public void Sort(Span<Candidate> candidates, TenantSnapshot snapshot)
    {
        _snapshot = snapshot;
        candidates.Sort(_compare);
        _snapshot = null;
    }

    private int Compare(Candidate left, Candidate right)
    {
        var order = right.Score.CompareTo(left.Score);
        if (order != 0)
        {
            return order;
        }

        var (first, second) = (_snapshot!.Segments[left.Segment].Segment, _snapshot.Segments[right.Segment].Segment);
        order = string.CompareOrdinal(first.DocumentOf(left.Chunk).Id, second.DocumentOf(right.Chunk).Id);
        return order != 0 ? order : first.OrdinalOf(left.Chunk).CompareTo(second.OrdinalOf(right.Chunk));
    }
}
