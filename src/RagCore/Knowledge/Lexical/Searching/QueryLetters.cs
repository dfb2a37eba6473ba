namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>The runs of letters of a question's terms, numbered, with their weights. Used again for the next question.</summary>
internal sealed class QueryLetters
{
    private const int MaxRuns = 255;

    private readonly ushort[] _runs = new ushort[MaxRuns];
    private readonly float[] _weights = new float[MaxRuns];
    private readonly ulong[] _seen = new ulong[(1 << 16) / 64];

    public int Count { get; private set; }

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, Count);

    public void Read(LexicalQuery query, TenantSnapshot snapshot)
    {
        Clear();
        foreach (var term in query.Terms)
        {
            foreach (var run in new LetterRuns(snapshot.Vocabulary.TermOf(term.Number)))
            {
                Add(run, snapshot.Letters.IdfOf(run));
            }
        }
    }

    /// <summary>Returns the number of a run, or -1 when the question has none like it.</summary>
    public int NumberOf(ushort run) => (_seen[run >> 6] & (1UL << (run & 63))) == 0 ? -1 : _runs.AsSpan(0, Count).IndexOf(run);

    private void Add(ushort run, float idf)
    {
        var number = NumberOf(run);
        if (number < 0 && Count < MaxRuns)
        {
            _seen[run >> 6] |= 1UL << (run & 63);
            number = Count++;
            (_runs[number], _weights[number]) = (run, 0);
        }

        if (number >= 0)
        {
            _weights[number] += idf;
        }
    }

    private void Clear()
    {
        foreach (var run in _runs.AsSpan(0, Count))
        {
            _seen[run >> 6] = 0;
        }

        Count = 0;
    }
}
