using System.Collections.Concurrent;
using System.Numerics.Tensors;

namespace ChatOpsBot.TestKit.Models;

/// <summary>Vectors of unit length from the words of a text: each word has a direction of its own, words that mean the same share one.</summary>
public sealed class WordVectors
{
    private readonly ConcurrentDictionary<string, string> _meanings = new(StringComparer.Ordinal);

    /// <summary>Says that a word means the same as another.</summary>
    public void Same(string word, string other) => _meanings[word] = other;

    /// <summary>Returns the vector of a text.</summary>
    public float[] Of(string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in WordsOf(text))
        {
            var hash = HashOf(_meanings.GetValueOrDefault(word, word));
            vector[hash % (uint)dimensions] += (hash & 0x8000_0000) == 0 ? 1 : -1;
        }

        if (!vector.AsSpan().ContainsAnyExcept(0f))
        {
            vector[0] = 1;
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    /// <summary>Counts about as a tokenizer does: one for each word and one for each character that belongs to none.</summary>
    public static int CountTokens(string text)
        => WordsOf(text).Count() + text.Count(character => !char.IsLetterOrDigit(character) && !char.IsWhiteSpace(character));

    private static IEnumerable<string> WordsOf(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                yield return text[start..end].ToLowerInvariant();
            }

            start = end + 1;
        }
    }

    /// <summary>The 32-bit hash of Fowler, Noll and Vo, variant 1a, mixed once more because its low bits are weak for short words.</summary>
    private static uint HashOf(string word)
    {
        var hash = 2166136261u;
        foreach (var character in word)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return (hash ^ (hash >> 15)) * 2246822519u;
    }
}
