using System.Buffers;
using ChatOpsBot.RagCore.Access;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Scores one segment, a term at a time, and hands on the best chunks. What the filter does not admit never gets a score.</summary>
internal sealed class TermScorer(TenantSnapshot snapshot, LexicalQuery query, AccessFilter access)
{
    private readonly float _normStart = Bm25.K1 * (1 - Bm25.B);
    private readonly float _normSlope = Bm25.K1 * Bm25.B / snapshot.AverageLength;

    public float Norm(int length) => _normStart + (_normSlope * length);

    /// <summary>Collects the best chunks of all segments, best first.</summary>
    public List<ScoredChunk> Collect(int depth)
    {
        var best = new List<ScoredChunk>();
        foreach (var view in snapshot.Segments)
        {
            Collect(view, depth, best);
        }

        best.Sort(ScoredChunk.Compare);
        best.RemoveRange(Math.Min(depth, best.Count), Math.Max(0, best.Count - depth));
        return best;
    }

    private void Collect(SegmentView view, int depth, List<ScoredChunk> best)
    {
        var count = view.Segment.Chunks.Length;
        var rented = ArrayPool<float>.Shared.Rent(count);
        try
        {
            var scores = rented.AsSpan(0, count);
            scores.Clear();
            var admitted = view.Admitted(access);
            foreach (var term in query.Terms)
            {
                Score(view.Segment, term, admitted, scores);
            }

            foreach (var chunk in TopScores.Select(scores, depth))
            {
                best.Add(new ScoredChunk(view, chunk, scores[chunk]));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private void Score(Segment segment, QueryTerm term, bool[] admitted, Span<float> scores)
    {
        var (start, end) = segment.Postings(term.Number);
        var chunks = segment.PostingChunks.AsSpan(start..end);
        var frequencies = segment.PostingFrequencies.AsSpan(start..end);
        for (var index = 0; index < chunks.Length; index++)
        {
            var chunk = chunks[index];
            if (admitted[segment.DocumentOf[chunk]])
            {
                scores[chunk] += term.Weight * Bm25.Saturate(frequencies[index], Norm(segment.Lengths[chunk]));
            }
        }
    }
}
