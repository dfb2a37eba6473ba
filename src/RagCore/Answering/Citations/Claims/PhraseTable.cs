using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Finds phrases among words without making a string of them: it is asked at every word of every sentence that is read.</summary>
internal sealed class PhraseTable
{
    private readonly FrozenDictionary<string, Phrase>.AlternateLookup<ReadOnlySpan<char>> _phrases;
    private readonly FrozenDictionary<string, int> _longestFrom;
    private readonly int _longestKey;

    /// <param name="entries">Phrases of words with one space between; of two with the same words the first counts.</param>
    public PhraseTable(IEnumerable<(string Words, Phrase Phrase)> entries)
    {
        var known = entries.DistinctBy(entry => entry.Words).ToList();
        _phrases = known.ToFrozenDictionary(entry => entry.Words, entry => entry.Phrase, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _longestFrom = known.Select(entry => entry.Words.Split(' ')).GroupBy(words => words[0], words => words.Length)
            .ToFrozenDictionary(from => from.Key, from => from.Max(), StringComparer.Ordinal);
        _longestKey = known.Max(entry => entry.Words.Length);
    }

    /// <summary>Returns the longest phrase that begins at a word, and how many words it takes.</summary>
    public (Phrase Phrase, int Length)? At(IReadOnlyList<Word> words, int at)
    {
        if (at >= words.Count || !_longestFrom.TryGetValue(words[at].Text, out var longest))
        {
            return null;
        }

        Span<char> key = stackalloc char[_longestKey];
        for (var length = Math.Min(longest, words.Count - at); length > 0; length--)
        {
            if (TryJoin(words, at, length, key, out var used) && _phrases.TryGetValue(key[..used], out var phrase))
            {
                return (phrase, length);
            }
        }

        return null;
    }

    private static bool TryJoin(IReadOnlyList<Word> words, int at, int length, Span<char> key, out int used)
    {
        used = 0;
        for (var i = at; i < at + length; i++)
        {
            var word = words[i].Text;
            var gap = i == at ? 0 : 1;
            if (used + gap + word.Length > key.Length)
            {
                return false;
            }

            key.Slice(used, gap).Fill(' ');
            word.CopyTo(key[(used + gap)..]);
            used += gap + word.Length;
        }

        return true;
    }
}
