namespace ChatOpsBot.RagCore.Knowledge.Analysis.Stemming;

/// <summary>A folded word on its way through the rules of a language.</summary>
internal ref struct RegionWord
{
    private readonly Span<char> _buffer;
    private readonly string _vowels;
    private readonly int _first;
    private readonly int _second;
    private readonly int _verb;

    /// <param name="buffer">Begins with the word; lower-case letters.</param>
    /// <param name="length">The length of the word.</param>
    /// <param name="vowels">The vowels of the language, folded.</param>
    /// <param name="leastBefore">How many letters stand before the first region, at least.</param>
    /// <param name="verbFromFirstVowel">Whether verbs' endings begin after the first vowel, as in Russian.</param>
    public RegionWord(Span<char> buffer, int length, string vowels, int leastBefore = 0, bool verbFromFirstVowel = false)
    {
        _buffer = buffer;
        (Length, _vowels) = (length, vowels);
        var first = RegionAfter(0);
        _second = RegionAfter(first);
        _first = Math.Max(first, leastBefore);
        _verb = verbFromFirstVowel ? After(0, vowel: true) : VerbRegion();
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _buffer[..Length];

    /// <summary>Applies the rule of the longest ending that lies in its region, and says whether there was one.</summary>
    public bool Apply(SuffixRule[] rules)
    {
        foreach (ref readonly var rule in rules.AsSpan())
        {
            var start = Length - rule.Suffix.Length;
            if (start < StartOf(rule.Region) || start <= 0 || !Text.EndsWith(rule.Suffix, StringComparison.Ordinal)
                || (rule.After.Length > 0 && !rule.After.Contains(_buffer[start - 1], StringComparison.Ordinal)))
            {
                continue;
            }

            rule.Replacement.CopyTo(_buffer[start..]);
            Length = start + rule.Replacement.Length;
            return true;
        }

        return false;
    }

    /// <summary>Drops the last letter when it stands twice.</summary>
    public void Undouble(string letters)
    {
        if (Length > 3 && _buffer[Length - 1] == _buffer[Length - 2] && letters.Contains(_buffer[Length - 1], StringComparison.Ordinal))
        {
            Length--;
        }
    }

    /// <summary>Drops the last letter when it is one of these and enough letters are left.</summary>
    public void DropLast(string letters, int leastLeft)
    {
        if (Length > leastLeft && letters.Contains(_buffer[Length - 1], StringComparison.Ordinal))
        {
            Length--;
        }
    }

    private readonly int StartOf(StemRegion region) => region switch
    {
        StemRegion.First => _first,
        StemRegion.Second => _second,
        _ => _verb,
    };

    private readonly bool IsVowel(int index) => _vowels.Contains(_buffer[index], StringComparison.Ordinal);

    private readonly int RegionAfter(int start)
    {
        for (var index = start + 1; index < Length; index++)
        {
            if (!IsVowel(index) && IsVowel(index - 1))
            {
                return index + 1;
            }
        }

        return Length;
    }

    /// <summary>The region of the Romance languages: https://snowballstem.org/texts/r1r2.html and the descriptions of each.</summary>
    private readonly int VerbRegion()
    {
        if (Length < 3)
        {
            return Length;
        }

        if (!IsVowel(1))
        {
            return After(2, vowel: true);
        }

        return IsVowel(0) ? After(2, vowel: false) : 3;
    }

    private readonly int After(int start, bool vowel)
    {
        var index = start;
        while (index < Length && IsVowel(index) != vowel)
        {
            index++;
        }

        return Math.Min(Length, index + 1);
    }
}
