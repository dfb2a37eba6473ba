using System.Runtime.InteropServices;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>A question as terms the index knows, with their weights, and the ordered pairs of them. Used again for the next question.</summary>
internal sealed class LexicalQuery
{
    /// <summary>The largest number of terms: what follows the first few hundred words of a message does not change what it is about.</summary>
    public const int MaxTerms = 128;

    private readonly List<QueryTerm> _terms = new(MaxTerms);
    private readonly List<QueryPair> _pairs = new(MaxTerms);

    public ReadOnlySpan<QueryTerm> Terms => CollectionsMarshal.AsSpan(_terms);

    public ReadOnlySpan<QueryPair> Pairs => CollectionsMarshal.AsSpan(_pairs);

    public void Clear()
    {
        _terms.Clear();
        _pairs.Clear();
    }

    /// <summary>Adds one more occurrence of a term.</summary>
    public void AddTerm(int number, float idf, float weight)
    {
        var at = IndexOf(number);
        if (at >= 0)
        {
            _terms[at] = _terms[at] with { Weight = _terms[at].Weight + (weight * idf) };
        }
        else
        {
            _terms.Add(new QueryTerm(number, idf, weight * idf));
        }
    }

    /// <summary>Adds a pair of neighbours once.</summary>
    public void AddPair(int first, int second)
    {
        var (left, right) = (IndexOf(first), IndexOf(second));
        if (first == second || left < 0 || right < 0 || _pairs.Count == MaxTerms)
        {
            return;
        }

        foreach (var pair in _pairs)
        {
            if (pair.First == first && pair.Second == second)
            {
                return;
            }
        }

        _pairs.Add(new QueryPair(first, second, (_terms[left].Idf + _terms[right].Idf) / 2));
    }

    /// <summary>Returns the place of a term among <see cref="Terms"/>, or -1.</summary>
    public int IndexOf(int number)
    {
        for (var index = 0; index < _terms.Count; index++)
        {
            if (_terms[index].Number == number)
            {
                return index;
            }
        }

        return -1;
    }
}

/// <summary>A term of a question.</summary>
/// <param name="Number">Its number in the vocabulary.</param>
/// <param name="Idf">Its inverse document frequency.</param>
/// <param name="Weight">The inverse document frequency times the number of occurrences.</param>
internal readonly record struct QueryTerm(int Number, float Idf, float Weight);

/// <summary>Two words of a question, one after the other.</summary>
internal readonly record struct QueryPair(int First, int Second, float Weight);
