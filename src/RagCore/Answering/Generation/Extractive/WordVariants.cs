namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>
/// Finds the words of the passages that may stand for a word of the question: another word of its family, a synonym, or, for a word
/// that no document holds, the word that was mistyped.
/// </summary>
internal static class WordVariants
{
    private const double TrustInTypo = 0.9;
    private const double TrustInSynonym = 0.85;
    private const double TrustInFamily = 0.7;

    private const int ShortestForOneTypo = 5;
    private const int ShortestForTwoTypos = 9;
    private const int ShortestStem = 4;
    private const int LongestEnding = 4;

    public static QuestionProfile Widen(QuestionProfile profile, IReadOnlyList<ReadPassage> passages, double rarityOfUnknown)
    {
        var vocabulary = passages
            .SelectMany(passage => passage.Terms.Append(passage.Title).Append(passage.Headings))
            .SelectMany(bag => bag.Terms)
            .ToHashSet(StringComparer.Ordinal);
        return profile.With(term => term with { Variants = Find(term, vocabulary, rarityOfUnknown) });
    }

    private static IReadOnlyList<(string Term, double Trust)> Find(QuestionTerm term, HashSet<string> vocabulary, double rarityOfUnknown)
    {
        var word = term.Whole;
        var synonyms = Synonyms.Of(word).Where(vocabulary.Contains).Select(other => (other, TrustInSynonym));
        if (term.Parts.Count > 1 || !word.All(char.IsLetter))
        {
            return [.. synonyms];
        }

        var isUnknown = term.Weight >= rarityOfUnknown && !vocabulary.Contains(word);
        var typos = isUnknown ? vocabulary.Where(other => IsMistyped(word, other)).Select(other => (other, TrustInTypo)) : [];
        var family = vocabulary.Where(other => IsFamily(word, other)).Select(other => (other, TrustInFamily));
        return [.. typos.Concat(synonyms).Concat(family)];
    }

    // "invas" and "invad", "norman" and "normandi": a long common beginning, short endings.
    private static bool IsFamily(string word, string other)
    {
        if (other.Length == word.Length && string.Equals(word, other, StringComparison.Ordinal))
        {
            return false;
        }

        var common = word.AsSpan().CommonPrefixLength(other);
        var longest = Math.Max(word.Length, other.Length);
        return common >= ShortestStem && longest - common <= LongestEnding && common * 3 >= longest * 2 && other.All(char.IsLetter);
    }

    // The first letter is rarely mistyped, and asking for it keeps "dental" from being read as "rental".
    private static bool IsMistyped(string word, string other)
    {
        var allowed = word.Length >= ShortestForTwoTypos ? 2 : word.Length >= ShortestForOneTypo ? 1 : 0;
        return allowed > 0 && other[0] == word[0] && Math.Abs(other.Length - word.Length) <= allowed && EditDistance(word, other) <= allowed;
    }

    private static int EditDistance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
