using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Knowledge.Lexical;

/// <summary>A question as terms the index knows, with their weights, and the ordered pairs of them.</summary>
internal sealed class LexicalQuery
{
    // A question is cut here: what follows the first few hundred words of a message does not change what it is about.
    private const int MaxLength = 4000;
    private const int MaxTerms = 128;

    public required IReadOnlyList<QueryTerm> Terms { get; init; }

    public required IReadOnlyList<QueryPair> Pairs { get; init; }

    public static LexicalQuery Read(string question, TenantSnapshot snapshot)
    {
        var tokens = TextAnalyzer.Analyze(question.Length > MaxLength ? question[..MaxLength] : question);
        var content = tokens.Where(token => !TextAnalyzer.IsStopWord(token.Term)).ToList();
        var kept = (content.Count > 0 ? content : tokens).Take(MaxTerms).ToList();

        var terms = new Dictionary<int, QueryTerm>();
        foreach (var token in kept)
        {
            var number = snapshot.Vocabulary.Find(token.Term);
            if (number == Vocabulary.Unknown)
            {
                continue;
            }

            var term = terms.GetValueOrDefault(number) ?? NewTerm(number, snapshot);
            terms[number] = term with { Weight = term.Weight + term.Idf };
        }

        return new LexicalQuery { Terms = [.. terms.Values.Where(term => term.Idf > 0)], Pairs = ReadPairs(kept, snapshot.Vocabulary, terms) };
    }

    private static QueryTerm NewTerm(int number, TenantSnapshot snapshot)
    {
        var chunks = snapshot.CountChunks(number);
        return new QueryTerm(number, chunks == 0 ? 0 : Bm25.Idf(snapshot.LiveChunks, chunks), 0);
    }

    private static List<QueryPair> ReadPairs(List<Token> tokens, Vocabulary vocabulary, Dictionary<int, QueryTerm> terms)
    {
        var words = tokens.GroupBy(token => token.Position).Select(group => vocabulary.Find(group.Last().Term)).ToList();
        var pairs = new List<QueryPair>();
        for (var index = 1; index < words.Count; index++)
        {
            var (first, second) = (words[index - 1], words[index]);
            if (first >= 0 && second >= 0 && first != second && !pairs.Exists(pair => pair.First == first && pair.Second == second))
            {
                pairs.Add(new QueryPair(first, second, Bm25.PairWeight * (terms[first].Idf + terms[second].Idf) / 2));
            }
        }

        return pairs;
    }
}

/// <summary>A term of a question.</summary>
internal sealed record QueryTerm(int Number, float Idf, float Weight);

/// <summary>Two words of a question, one after the other.</summary>
internal readonly record struct QueryPair(int First, int Second, float Weight);
