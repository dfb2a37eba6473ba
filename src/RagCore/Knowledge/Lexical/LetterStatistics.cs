namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>How often each run of four letters stands in a tenant's chunks. Runs are counted by a hash of 16 bits; a collision makes one a little less telling.</summary>
internal sealed class LetterStatistics
{
    /// <summary>The number of letters that are taken together. A shorter word is taken whole.</summary>
    public const int RunLength = 4;

    private const int Buckets = 1 << 16;

    private readonly int[] _counts = new int[Buckets];
    private readonly int _chunks;

    private LetterStatistics(int chunks) => _chunks = chunks;

    /// <summary>Counts the runs of every term, as often as there are chunks that hold the term.</summary>
    public static LetterStatistics Of(TenantSnapshot snapshot)
    {
        var statistics = new LetterStatistics(snapshot.LiveChunks);
        for (var term = 0; term < snapshot.TermCount; term++)
        {
            if (snapshot.CountChunks(term) is var count and > 0)
            {
                foreach (var run in new LetterRuns(snapshot.Vocabulary.TermOf(term)))
                {
                    statistics._counts[run] += count;
                }
            }
        }

        return statistics;
    }

    public float IdfOf(ushort run) => _counts[run] is var count and > 0 ? Bm25.Idf(_chunks, Math.Min(count, _chunks)) : 0;
}
