using System.Numerics;
using System.Runtime.InteropServices;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Reads questions into <see cref="LexicalQuery"/>: drops stop words, corrects words that stand nowhere. Used again for the next question.</summary>
internal sealed class QueryReader
{
    private const int MaxLength = 4000;

    private readonly List<QueryWord> _words = new(LexicalQuery.MaxTerms);
    private TenantSnapshot? _snapshot;

    public void Read(ReadOnlySpan<char> question, TenantSnapshot snapshot, LexicalQuery query)
    {
        query.Clear();
        _words.Clear();
        _snapshot = snapshot;
        var sink = new Sink(this);
        TextAnalyzer.Analyze(question[..Math.Min(question.Length, MaxLength)], ref sink);
        MarkOtherLanguages();
        KeepContent();
        AddTerms(query);
        AddPairs(query);
        _snapshot = null;
    }

    /// <summary>Marks what says nothing in the question's language, when that is not English.</summary>
    private void MarkOtherLanguages()
    {
        Span<ushort> masks = stackalloc ushort[LexicalQuery.MaxTerms];
        masks = masks[..Math.Min(masks.Length, _words.Count)];
        var english = 0;
        for (var index = 0; index < masks.Length; index++)
        {
            masks[index] = _words[index].IsAlternative ? (ushort)0 : _words[index].Languages;
            english += _words[index].IsStopWord ? 1 : 0;
        }

        if (QuestionLanguages.Choose(masks, english) is var language and > 0)
        {
            for (var index = 0; index < _words.Count; index++)
            {
                _words[index] = _words[index] with { IsStopWord = _words[index].IsStopWord || (_words[index].Languages & language) != 0 };
            }
        }
    }

    private void KeepContent()
    {
        var hasContent = false;
        foreach (var word in _words)
        {
            hasContent |= !word.IsStopWord;
        }

        if (hasContent)
        {
            _words.RemoveAll(static word => word.IsStopWord);
        }

        if (_words.Count > LexicalQuery.MaxTerms)
        {
            _words.RemoveRange(LexicalQuery.MaxTerms, _words.Count - LexicalQuery.MaxTerms);
        }
    }

    private void AddTerms(LexicalQuery query)
    {
        foreach (var word in _words)
        {
            if (word.Number >= 0 && word.Idf > 0)
            {
                query.AddTerm(word.Number, word.Idf, word.Weight);
            }
        }
    }

    private void AddPairs(LexicalQuery query)
    {
        var previous = default(Range);
        for (var index = 0; index < _words.Count;)
        {
            var end = index + 1;
            while (end < _words.Count && _words[end].IsAlternative)
            {
                end++;
            }

            // Of several tokens at one place the last is the word itself.
            if (end == _words.Count || _words[end].Position != _words[index].Position)
            {
                AddPairs(query, previous, index..end);
                previous = index..end;
            }

            index = end;
        }
    }

    private void AddPairs(LexicalQuery query, Range firsts, Range seconds)
    {
        foreach (var first in CollectionsMarshal.AsSpan(_words)[firsts])
        {
            foreach (var second in CollectionsMarshal.AsSpan(_words)[seconds])
            {
                // Two pairs of characters that overlap say already that they stand side by side.
                if (second.Start >= first.End || second.End <= first.End)
                {
                    query.AddPair(first.Number, second.Number);
                }
            }
        }
    }

    private void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position)
    {
        var vocabulary = _snapshot!.Vocabulary;
        var number = vocabulary.FindWord(word, isEnglish);
        var entry = new QueryWord(number, start, end, position) { Languages = QuestionLanguages.MaskOf(word), Idf = _snapshot.IdfOf(number) };
        if (number >= 0 && vocabulary.IsStopWord(number))
        {
            _words.Add(entry with { IsStopWord = true });
        }
        else if (!AddInLanguages(word, isEnglish, entry))
        {
            var corrected = isEnglish ? vocabulary.Spelling.Correct(word, _snapshot) : Vocabulary.Unknown;
            _words.Add(entry with { Number = corrected, Idf = _snapshot.IdfOf(corrected), Weight = RankingWeights.Corrected });
        }
    }

    /// <summary>
    /// Adds the terms that a word has in the languages of the documents: nobody knows which of them a few words are in. They are as rare
    /// as all together.
    /// </summary>
    private bool AddInLanguages(ReadOnlySpan<char> word, bool isEnglish, QueryWord entry)
    {
        var first = _words.Count;
        var chunks = AddOnce(entry, first);
        for (var languages = isEnglish ? _snapshot!.Vocabulary.Languages : 0; languages != 0; languages &= languages - 1)
        {
            var number = _snapshot!.Vocabulary.FindWord(word, isEnglish, (TextLanguage)BitOperations.TrailingZeroCount(languages));
            chunks += AddOnce(entry with { Number = number }, first);
        }

        if (_words.Count - first > 1)
        {
            var idf = Bm25.Idf(_snapshot!.LiveChunks, Math.Min(chunks, _snapshot.LiveChunks));
            foreach (ref var added in CollectionsMarshal.AsSpan(_words)[first..])
            {
                added = added with { Idf = idf };
            }
        }

        return _words.Count > first;
    }

    /// <summary>Adds a term that stands in a chunk and was not added for the same word, and returns in how many.</summary>
    private int AddOnce(QueryWord entry, int first)
    {
        var chunks = _snapshot!.CountChunks(entry.Number);
        if (chunks == 0 || (_snapshot.Vocabulary.IsStopWord(entry.Number) && _words.Count > first))
        {
            return 0;
        }

        foreach (var added in CollectionsMarshal.AsSpan(_words)[first..])
        {
            if (added.Number == entry.Number)
            {
                return 0;
            }
        }

        _words.Add(entry with { Idf = _snapshot.IdfOf(entry.Number), IsAlternative = _words.Count > first });
        return chunks;
    }

    private readonly struct Sink(QueryReader reader) : ITokenSink
    {
        public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position) => reader.Add(word, isEnglish, start, end, position);
    }

    private readonly record struct QueryWord(int Number, int Start, int End, int Position)
    {
        public float Idf { get; init; }

        public float Weight { get; init; } = 1;

        public ushort Languages { get; init; }

        public bool IsStopWord { get; init; }

        /// <summary>Gets a value indicating whether it is the word before it in another language.</summary>
        public bool IsAlternative { get; init; }
    }
}
