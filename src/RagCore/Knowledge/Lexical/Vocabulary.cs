using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Lexical.Spelling;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>
/// Numbers the terms of one tenant, and remembers for each word as it is written which term it has. Only ever grows, so that searches read
/// it while documents are added; questions never add to it. Stop words have the lowest numbers.
/// </summary>
internal sealed class Vocabulary
{
    public const int Unknown = -1;

    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numberOf;
    private readonly ConcurrentDictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _termOfWord;
    private readonly Lock _gate = new();
    private readonly int _stopWords;
    private string[] _terms = new string[1024];
    private int _count;

    public Vocabulary()
    {
        _numberOf = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _termOfWord = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var stem in StopWords.All)
        {
            AddTerm(stem);
        }

        _stopWords = _count;
    }

    /// <summary>Gets how many numbers were given out.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets the words as they are written, for questions with typing errors.</summary>
    public SpellingIndex Spelling { get; } = new();

    public bool IsStopWord(int term) => term < _stopWords;

    /// <summary>Returns the term of a number that was given out.</summary>
    public string TermOf(int number) => Volatile.Read(ref _terms)[number];

    public int Find(ReadOnlySpan<char> term) => _numberOf.TryGetValue(term, out var number) ? number : Unknown;

    /// <summary>Returns the number of a word's term, or <see cref="Unknown"/>.</summary>
    public int FindWord(ReadOnlySpan<char> word, bool isEnglish)
    {
        if (_termOfWord.TryGetValue(word, out var number))
        {
            return number;
        }

        Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
        return Find(term[..TextAnalyzer.Stem(word, isEnglish, term)]);
    }

    /// <summary>Returns the number of a word's term, and gives one out for a new term.</summary>
    public int Add(ReadOnlySpan<char> word, bool isEnglish)
    {
        if (_termOfWord.TryGetValue(word, out var number))
        {
            return number;
        }

        Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
        number = AddTerm(term[..TextAnalyzer.Stem(word, isEnglish, term)]);
        var text = word.ToString();
        if (_words.TryAdd(text, number) && !IsStopWord(number))
        {
            Spelling.Add(text, number);
        }

        return number;
    }

    private int AddTerm(ReadOnlySpan<char> term)
    {
        if (_numberOf.TryGetValue(term, out var number))
        {
            return number;
        }

        lock (_gate)
        {
            if (!_numberOf.TryGetValue(term, out number))
            {
                number = _count;
                Keep(number, term.ToString());
                Volatile.Write(ref _count, number + 1);
            }

            return number;
        }
    }

    private void Keep(int number, string term)
    {
        if (number == _terms.Length)
        {
            // Readers may hold the old array: it is replaced, never changed in length.
            var grown = new string[number * 2];
            _terms.CopyTo(grown, 0);
            Volatile.Write(ref _terms, grown);
        }

        _terms[number] = term;
        _numbers[term] = number;
    }
}
