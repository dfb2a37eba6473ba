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
        Span<byte> masks = stackalloc byte[LexicalQuery.MaxTerms];
        masks = masks[..Math.Min(masks.Length, _words.Count)];
        var english = 0;
        for (var index = 0; index < masks.Length; index++)
        {
            masks[index] = _words[index].Languages;
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
            if (word.Number >= 0 && _snapshot!.IdfOf(word.Number) is var idf and > 0)
            {
                query.AddTerm(word.Number, idf, word.Weight);
            }
        }
    }

    private void AddPairs(LexicalQuery query)
    {
        var previous = Vocabulary.Unknown;
        for (var index = 0; index < _words.Count; index++)
        {
            // Of several tokens at one place the last is the word itself.
            if (index + 1 < _words.Count && _words[index + 1].Position == _words[index].Position)
            {
                continue;
            }

            query.AddPair(previous, _words[index].Number);
            previous = _words[index].Number;
        }
    }

    private void Add(ReadOnlySpan<char> word, bool isEnglish, int position)
    {
        var vocabulary = _snapshot!.Vocabulary;
        var number = vocabulary.FindWord(word, isEnglish);
        var languages = QuestionLanguages.MaskOf(word);
        if (number >= 0 && (vocabulary.IsStopWord(number) || _snapshot.CountChunks(number) > 0))
        {
            _words.Add(new QueryWord(number, position, 1, languages, vocabulary.IsStopWord(number)));
            return;
        }

        var corrected = isEnglish ? vocabulary.Spelling.Correct(word, _snapshot) : Vocabulary.Unknown;
        _words.Add(new QueryWord(corrected, position, RankingWeights.Corrected, languages, IsStopWord: false));
    }

    private readonly struct Sink(QueryReader reader) : ITokenSink
    {
        public void Add(ReadOnlySpan<char> word, bool isEnglish, int start, int end, int position) => reader.Add(word, isEnglish, position);
    }

    private readonly record struct QueryWord(int Number, int Position, float Weight, byte Languages, bool IsStopWord);
}
