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

    private readonly ConcurrentDictionary<string, int> _numbers;
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numberOf;
    private readonly ConcurrentDictionary<string, int> _words;
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _termOfWord;
    private readonly Lock _gate = new();
    private readonly int _stopWords;
    private string[] _terms = new string[1024];
    private int _count;

    public Vocabulary()
        : this(0)
    {
    }

    private Vocabulary(int capacity)
    {
        _numbers = new ConcurrentDictionary<string, int>(-1, capacity, StringComparer.Ordinal);
        _words = new ConcurrentDictionary<string, int>(-1, capacity, StringComparer.Ordinal);
        _numberOf = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _termOfWord = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var stem in StopWords.All)
        {
            AddTerm(stem);
        }

        _stopWords = _count;
    }

    /// <summary>Makes a vocabulary of one that was kept.</summary>
    /// <param name="terms">The terms in the order of their numbers.</param>
    /// <param name="words">Each word as it is written, once.</param>
    /// <param name="termsOfWords">The term of each of the words.</param>
    /// <exception cref="InvalidDataException">It was made with other stop words, or names terms that it does not have.</exception>
    public Vocabulary(string[] terms, string[] words, int[] termsOfWords)
        : this(words.Length)
    {
        if (!terms.AsSpan(0, Math.Min(terms.Length, _stopWords)).SequenceEqual(_terms.AsSpan(0, _stopWords)))
        {
            throw new InvalidDataException("it was made with other stop words");
        }

        _terms = terms;
        for (var number = _stopWords; number < terms.Length; number++)
        {
            _numbers[terms[number]] = number;
        }

        _count = terms.Length;
        for (var index = 0; index < words.Length; index++)
        {
            if ((uint)termsOfWords[index] >= (uint)terms.Length)
            {
                throw new InvalidDataException("it names a term that it does not have");
            }

            Keep(words[index], termsOfWords[index]);
        }
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
        Keep(word.ToString(), number);
        return number;
    }

    /// <summary>Gets how many words were written.</summary>
    public int WordCount => _words.Count;

    /// <summary>Gets the words as they are written, each with its term.</summary>
    public IReadOnlyCollection<KeyValuePair<string, int>> Words => [.. _words];

    /// <summary>Gets the terms in the order of their numbers.</summary>
    public ReadOnlySpan<string> Terms
    {
        get
        {
            // The count first: the array read after it holds at least as many terms.
            var count = Count;
            return Volatile.Read(ref _terms).AsSpan(0, count);
        }
    }

    private void Keep(string word, int term)
    {
        if (_words.TryAdd(word, term) && !IsStopWord(term))
        {
            Spelling.Add(word, term);
        }
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
                Number(number, term.ToString());
                Volatile.Write(ref _count, number + 1);
            }

            return number;
        }
    }

    private void Number(int number, string term)
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
