using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>
/// Scores the chunks of a snapshot by BM25 over single words, a segment and a term at a time, and keeps the best that the filter admits.
/// The scores of one segment fit into the processor's cache, which is why adding up beats skipping.
/// </summary>
internal sealed class WordScorer
{
    private const int Block = 64;

    private readonly float[] _scores = new float[Segment.MaxChunks];

    public void Collect(TenantSnapshot snapshot, LexicalQuery query, AccessFilter access, CandidateHeap best)
    {
        for (var number = 0; number < snapshot.Segments.Count; number++)
        {
            var view = snapshot.Segments[number];
            if (view.Admitted(snapshot.Tenant, access) is { } admitted)
            {
                Score(view.Segment, query, view.NormsFor(snapshot.AverageLength));
                Select(number, admitted.Words, best);
            }
        }
    }

    private void Score(Segment segment, LexicalQuery query, float[] norms)
    {
        Array.Clear(_scores, 0, segment.Chunks.Count);
        foreach (var term in query.Terms)
        {
            var (start, end) = segment.Postings.RangeOf(term.Number);
            Add(segment.Postings.Chunks.AsSpan(start..end), segment.Postings.Frequencies.AsSpan(start..end), norms, term.Weight * (Bm25.K1 + 1));
        }
    }

    /// <summary>The innermost loop: a chunk's number is below the length of both arrays because both are as long as the segment.</summary>
    private void Add(ReadOnlySpan<ushort> chunks, ReadOnlySpan<byte> frequencies, float[] norms, float weight)
    {
        ref var scores = ref MemoryMarshal.GetArrayDataReference(_scores);
        ref var norm = ref MemoryMarshal.GetArrayDataReference(norms);
        for (var index = 0; index < chunks.Length && index < frequencies.Length; index++)
        {
            nint chunk = chunks[index];
            float frequency = frequencies[index];
            Unsafe.Add(ref scores, chunk) += weight * frequency / (frequency + Unsafe.Add(ref norm, chunk));
        }
    }

    private void Select(int segment, ReadOnlySpan<ulong> admitted, CandidateHeap best)
    {
        for (var word = 0; word < admitted.Length; word++)
        {
            if (admitted[word] != 0)
            {
                var start = word * Block;
                var scores = _scores.AsSpan(start, Block);
                if (TensorPrimitives.Max<float>(scores) > best.Threshold)
                {
                    Select(segment, start, scores, admitted[word], best);
                }
            }
        }
    }

    private static void Select(int segment, int start, ReadOnlySpan<float> scores, ulong admitted, CandidateHeap best)
    {
        for (var rest = admitted; rest != 0; rest &= rest - 1)
        {
            var at = BitOperations.TrailingZeroCount(rest);
            if (scores[at] > best.Threshold)
            {
                best.Add(segment, start + at, scores[at]);
            }
        }
    }
}
