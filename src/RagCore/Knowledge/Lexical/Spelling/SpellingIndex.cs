using System.Collections.Concurrent;
using System.Numerics;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Spelling;

/// <summary>
/// Finds the word of the documents that a mistyped word most likely stands for: the same first letter, one error in a word of four to
/// seven letters, two in a longer one. Only ever grows.
/// </summary>
internal sealed class SpellingIndex
{
    private const int MinLength = 4;
    private const int MaxLength = 30;
    private const int LongWord = 8;

    private readonly ConcurrentDictionary<(char First, int Length), SpellingBucket> _buckets = new();

    public void Add(string word, int term)
    {
        if (word.Length is >= MinLength - 1 and <= MaxLength && !word.AsSpan().ContainsAnyInRange('0', '9'))
        {
            _buckets.GetOrAdd((word[0], word.Length), _ => new SpellingBucket()).Add(new SpelledWord(word, term, LettersOf(word)));
        }
    }

    /// <summary>Returns the term of the closest word that stands in a chunk, or <see cref="Vocabulary.Unknown"/>.</summary>
    /// <param name="word">The word as it was typed, folded.</param>
    /// <param name="snapshot">Says how many chunks hold a term: of equally close words the more frequent one is meant.</param>
    public int Correct(ReadOnlySpan<char> word, TenantSnapshot snapshot)
    {
        if (word.Length is < MinLength or > MaxLength || word.ContainsAnyInRange('0', '9'))
        {
            return Vocabulary.Unknown;
        }

        var errors = word.Length < LongWord ? 1 : 2;
        var limit = SpellingDistance.Limit(errors);
        var letters = LettersOf(word);
        var best = new Correction(Vocabulary.Unknown, int.MaxValue, 0);
        for (var length = word.Length - errors; length <= word.Length + errors; length++)
        {
            if (!_buckets.TryGetValue((word[0], length), out var bucket))
            {
                continue;
            }

            foreach (ref readonly var known in bucket.Words)
            {
                if (BitOperations.PopCount(known.Letters ^ letters) <= 2 * errors
                    && SpellingDistance.Measure(word, known.Word, limit) is var cost && cost <= limit
                    && snapshot.CountChunks(known.Term) is var chunks and > 0)
                {
                    best = best.Or(new Correction(known.Term, cost, chunks));
                }
            }
        }

        return best.Term;
    }

    /// <summary>A bit for each letter that occurs: words that differ in many letters need not be compared.</summary>
    private static uint LettersOf(ReadOnlySpan<char> word)
    {
        var letters = 0u;
        foreach (var letter in word)
        {
            letters |= 1u << (letter & 31);
        }

        return letters;
    }

    private readonly record struct Correction(int Term, int Cost, int Chunks)
    {
        // Of two that are alike the term that was numbered first, in whatever order the words were added.
        public Correction Or(Correction other) => (other.Cost, -other.Chunks, other.Term).CompareTo((Cost, -Chunks, Term)) < 0 ? other : this;
    }
}
