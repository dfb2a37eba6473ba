using System.Numerics;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>How often each run of four letters stands in a tenant's chunks. Runs are counted by a hash; a collision makes one a little less telling.</summary>
internal sealed class LetterStatistics
{
    /// <summary>The number of letters that are taken together. A shorter word is taken whole.</summary>
    public const int RunLength = 4;

    // A table is made anew for every change of a small tenant: it has room for about as many runs as the vocabulary has.
    private const int FewestBuckets = 1 << 14;
    private const int MostBuckets = 1 << 16;
    private const int RunsPerTerm = 8;

    private readonly int[] _counts;
    private readonly int _chunks;

    private LetterStatistics(int chunks, int terms)
    {
        _chunks = chunks;
        _counts = new int[Math.Clamp((int)BitOperations.RoundUpToPowerOf2((uint)terms * RunsPerTerm), FewestBuckets, MostBuckets)];
    }

    /// <summary>Counts the runs of every term, as often as there are chunks that hold the term.</summary>
    public static LetterStatistics Of(TenantSnapshot snapshot)
    {
        var statistics = new LetterStatistics(snapshot.LiveChunks, snapshot.TermCount);
        for (var term = 0; term < snapshot.TermCount; term++)
        {
            if (snapshot.CountChunks(term) is var count and > 0)
            {
                foreach (var run in new LetterRuns(snapshot.Vocabulary.TermOf(term)))
                {
                    statistics._counts[run & (statistics._counts.Length - 1)] += count;
                }
            }
        }

        return statistics;
    }

    public float IdfOf(ushort run) => _counts[run & (_counts.Length - 1)] is var count and > 0 ? Bm25.Idf(_chunks, Math.Min(count, _chunks)) : 0;
}
