namespace ChatOpsBot.RagCore.Knowledge.Lexical.Spelling;

/// <summary>Words of one first letter and length. Readers see a prefix of the words while others are added.</summary>
internal sealed class SpellingBucket
{
    private readonly Lock _gate = new();
    private SpelledWord[] _words = new SpelledWord[4];
    private int _count;

    public ReadOnlySpan<SpelledWord> Words
    {
        get
        {
            // The count first: the array read after it holds at least as many words.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _words).AsSpan(0, count);
        }
    }

    public void Add(SpelledWord word)
    {
        lock (_gate)
        {
            if (_count == _words.Length)
            {
                var grown = new SpelledWord[_count * 2];
                _words.CopyTo(grown, 0);
                Volatile.Write(ref _words, grown);
            }

            _words[_count] = word;
            Volatile.Write(ref _count, _count + 1);
        }
    }
}

/// <summary>A word as it is written, its term, and which letters it has.</summary>
internal readonly record struct SpelledWord(string Word, int Term, uint Letters);
