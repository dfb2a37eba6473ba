namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>
/// What is known of the terms met while the candidates of one question are read: each is looked up once. Places are given out from 0;
/// everything else about a term is kept beside its place.
/// </summary>
internal sealed class TermFacts
{
    private const int Empty = -1;

    private int[] _keys = NewTable(1 << 13);
    private int[] _placeOfKey = new int[1 << 13];
    private float[] _idf = new float[1 << 12];
    private int[] _queryTerm = new int[1 << 12];
    private int[] _firstRun = new int[(1 << 12) + 1];
    private byte[] _runs = new byte[1 << 12];

    private TenantSnapshot? _snapshot;
    private LexicalQuery? _query;
    private QueryLetters? _letters;

    /// <summary>Gets the number of terms met.</summary>
    public int Count { get; private set; }

    public void Reset(TenantSnapshot snapshot, LexicalQuery query, QueryLetters letters)
    {
        Array.Fill(_keys, Empty);
        Count = 0;
        _firstRun[0] = 0;
        (_snapshot, _query, _letters) = (snapshot, query, letters);
    }

    /// <summary>Forgets the question, so that nothing of it is kept alive.</summary>
    public void Release() => (_snapshot, _query, _letters) = (null, null, null);

    /// <summary>Returns the place of a term.</summary>
    public int PlaceOf(int term)
    {
        var mask = _keys.Length - 1;
        for (var at = (int)((uint)term * 2654435769u >> 7) & mask; ; at = (at + 1) & mask)
        {
            if (_keys[at] == term)
            {
                return _placeOfKey[at];
            }

            if (_keys[at] == Empty)
            {
                _keys[at] = term;
                _placeOfKey[at] = Count;
                return Learn(term);
            }
        }
    }

    /// <summary>Returns the inverse document frequency; 0 for stop words, which say nothing about likeness.</summary>
    public float IdfAt(int place) => _idf[place];

    /// <summary>Returns the place among the question's terms, or -1.</summary>
    public int QueryTermAt(int place) => _queryTerm[place];

    /// <summary>Returns the question's runs of letters that the term has, by their numbers in <see cref="QueryLetters"/>.</summary>
    public ReadOnlySpan<byte> RunsAt(int place) => _runs.AsSpan(_firstRun[place].._firstRun[place + 1]);

    private static int[] NewTable(int length)
    {
        var table = new int[length];
        Array.Fill(table, Empty);
        return table;
    }

    private int Learn(int term)
    {
        var place = Count++;
        if (place + 1 >= _idf.Length)
        {
            Grow();
        }

        _idf[place] = _snapshot!.Vocabulary.IsStopWord(term) ? 0 : _snapshot.IdfOf(term);
        _queryTerm[place] = _query!.IndexOf(term);
        var end = _firstRun[place];
        foreach (var run in new LetterRuns(_snapshot.Vocabulary.TermOf(term)))
        {
            if (_letters!.NumberOf(run) is var number and >= 0)
            {
                if (end == _runs.Length)
                {
                    Array.Resize(ref _runs, end * 2);
                }

                _runs[end++] = (byte)number;
            }
        }

        _firstRun[place + 1] = end;
        if (Count * 2 > _keys.Length)
        {
            Rehash();
        }

        return place;
    }

    private void Grow()
    {
        var length = _idf.Length * 2;
        Array.Resize(ref _idf, length);
        Array.Resize(ref _queryTerm, length);
        Array.Resize(ref _firstRun, length + 1);
    }

    private void Rehash()
    {
        var (keys, places) = (_keys, _placeOfKey);
        _keys = NewTable(keys.Length * 2);
        _placeOfKey = new int[_keys.Length];
        var mask = _keys.Length - 1;
        for (var index = 0; index < keys.Length; index++)
        {
            if (keys[index] == Empty)
            {
                continue;
            }

            var at = (int)((uint)keys[index] * 2654435769u >> 7) & mask;
            while (_keys[at] != Empty)
            {
                at = (at + 1) & mask;
            }

            (_keys[at], _placeOfKey[at]) = (keys[index], places[index]);
        }
    }
}
