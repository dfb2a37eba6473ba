namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>Enumerates the runs of letters of a term, with a mark before its first and after its last, each as a hash of 16 bits.</summary>
internal ref struct LetterRuns(ReadOnlySpan<char> term)
{
    private const char Mark = '_';

    private readonly ReadOnlySpan<char> _term = term;
    private int _at = -1;

    public ushort Current { get; private set; }

    public readonly LetterRuns GetEnumerator() => this;

    public bool MoveNext()
    {
        var last = Math.Max(0, _term.Length + 2 - LetterStatistics.RunLength);
        if (++_at > last || _term.IsEmpty)
        {
            return false;
        }

        var hash = 2166136261u;
        for (var offset = 0; offset < LetterStatistics.RunLength; offset++)
        {
            hash = (hash ^ At(_at + offset - 1)) * 16777619u;
        }

        Current = (ushort)(hash ^ (hash >> 16));
        return true;
    }

    private readonly char At(int index) => (uint)index < (uint)_term.Length ? _term[index] : Mark;
}
