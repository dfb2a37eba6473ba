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
    private readonly WordTable?[] _words = new WordTable?[Enum.GetValues<TextLanguage>().Length];
    private readonly Lock _gate = new();
    private readonly int _stopWords;
    private string[] _terms = new string[1024];
    private int _count;
    private int _languages;

    public Vocabulary()
        : this(0)
    {
    }

    private Vocabulary(int capacity)
    {
        _numbers = new ConcurrentDictionary<string, int>(-1, capacity, StringComparer.Ordinal);
        _numberOf = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _words[(int)TextLanguage.English] = new WordTable(capacity);
        foreach (var stem in StopWords.All)
        {
            AddTerm(stem);
        }

        _stopWords = _count;
    }

    /// <summary>Makes a vocabulary of one that was kept.</summary>
    /// <param name="terms">The terms in the order of their numbers.</param>
    /// <param name="words">For each language each word as it is written, once, with the number of its term.</param>
    /// <exception cref="InvalidDataException">It was made with other stop words, or names terms that it does not have.</exception>
    public Vocabulary(string[] terms, IReadOnlyList<(string[] Words, int[] Terms)> words)
        : this(words[0].Words.Length)
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
        for (var language = 0; language < words.Count; language++)
        {
            Keep((TextLanguage)language, words[language].Words, words[language].Terms);
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

    /// <summary>Gets a bit for each language other than English that documents were written in.</summary>
    public int Languages => Volatile.Read(ref _languages);

    /// <summary>Returns the number of the term that a word has in a language, or <see cref="Unknown"/>.</summary>
    public int FindWord(ReadOnlySpan<char> word, bool isEnglish, TextLanguage language = TextLanguage.English)
    {
        if (Volatile.Read(ref _words[(int)language]) is { } table && table.TermOf.TryGetValue(word, out var number))
        {
            return number;
        }

        Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
        return Find(term[..Stem(word, isEnglish, language, term)]);
    }

    /// <summary>Returns the number of the term that a word has in a language, and gives one out for a new term.</summary>
    public int Add(ReadOnlySpan<char> word, bool isEnglish, TextLanguage language = TextLanguage.English)
    {
        // Other letters have the same term in every language.
        language = isEnglish ? language : TextLanguage.English;
        var table = TableOf(language);
        if (table.TermOf.TryGetValue(word, out var number))
        {
            return number;
        }

        Span<char> term = stackalloc char[word.Length + EnglishStemmer.Slack];
        number = AddTerm(term[..Stem(word, isEnglish, language, term)]);
        Keep(table, word.ToString(), number);
        return number;
    }

    /// <summary>Gets how many words were written.</summary>
    public int WordCount => _words.Sum(table => table?.Count ?? 0);

    /// <summary>Gets the words of each language as they are written, each with its term.</summary>
    public IReadOnlyList<IReadOnlyCollection<KeyValuePair<string, int>>> Words => [.. _words.Select(table => table?.ToArray() ?? [])];

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

    /// <summary>Another language's word must not become one that says nothing in English by losing its ending.</summary>
    private static int Stem(ReadOnlySpan<char> word, bool isEnglish, TextLanguage language, Span<char> term)
    {
        var length = TextAnalyzer.Stem(word, isEnglish, language, term);
        if (language != TextLanguage.English && length != word.Length && StopWords.Contains(term[..length]))
        {
            word.CopyTo(term);
            return word.Length;
        }

        return length;
    }

    private WordTable TableOf(TextLanguage language)
    {
        if (Volatile.Read(ref _words[(int)language]) is { } table)
        {
            return table;
        }

        lock (_gate)
        {
            table = _words[(int)language] ??= new WordTable(0);
            Volatile.Write(ref _languages, _languages | (1 << (int)language));
            return table;
        }
    }

    private void Keep(TextLanguage language, string[] words, int[] terms)
    {
        var table = language == TextLanguage.English || words.Length > 0 ? TableOf(language) : null;
        for (var index = 0; index < words.Length; index++)
        {
            if ((uint)terms[index] >= (uint)Count)
            {
                throw new InvalidDataException("it names a term that it does not have");
            }

            Keep(table!, words[index], terms[index]);
        }
    }

    private void Keep(WordTable table, string word, int term)
    {
        if (table.TryAdd(word, term) && !IsStopWord(term))
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
