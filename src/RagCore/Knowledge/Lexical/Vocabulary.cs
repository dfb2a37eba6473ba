using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>
/// Numbers the terms of one tenant. Only ever grows, so that searches read it while documents are added; questions never add to it.
/// Stop words have the lowest numbers.
/// </summary>
internal sealed class Vocabulary
{
    public const int Unknown = -1;

    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Lock _gate = new();
    private readonly int _stopWords;
    private int _count;

    public Vocabulary()
    {
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var stem in StopWords.All)
        {
            Add(stem);
        }

        _stopWords = _count;
    }

    /// <summary>Gets how many numbers were given out.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool IsStopWord(int term) => term < _stopWords;

    public int Find(ReadOnlySpan<char> term) => _lookup.TryGetValue(term, out var number) ? number : Unknown;

    public int Add(ReadOnlySpan<char> term)
    {
        if (_lookup.TryGetValue(term, out var number))
        {
            return number;
        }

        lock (_gate)
        {
            if (!_lookup.TryGetValue(term, out number))
            {
                number = _count;
                _lookup[term] = number;
                Volatile.Write(ref _count, number + 1);
            }

            return number;
        }
    }
}
