using System.Collections.Concurrent;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>The words of one language as they are written, each with the number of its term.</summary>
internal sealed class WordTable
{
    private readonly ConcurrentDictionary<string, int> _terms;

    public WordTable(int capacity)
    {
        _terms = new ConcurrentDictionary<string, int>(-1, capacity, StringComparer.Ordinal);
        TermOf = _terms.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => _terms.Count;

    public ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> TermOf { get; }

    public bool TryAdd(string word, int term) => _terms.TryAdd(word, term);

    public KeyValuePair<string, int>[] ToArray() => _terms.ToArray();
}
