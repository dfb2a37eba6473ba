namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>A word on its way through the steps of <see cref="EnglishStemmer"/>. The steps carry the description's numbers.</summary>
internal ref struct EnglishWord
{
    private readonly Span<char> _buffer;
    private readonly int _first;
    private readonly int _second;

    public EnglishWord(Span<char> buffer, int length)
    {
        _buffer = buffer;
        Length = length;
        DropLeadingApostrophe();
        MarkConsonantY();
        _first = FirstRegion();
        _second = RegionAfter(_first);
    }

    public int Length { get; private set; }

    public readonly Span<char> Text => _buffer[..Length];

    /// <summary>Step 0.</summary>
    public void RemovePossessive()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["'s'", "'s", "'"])
        {
            if (Ends(suffix))
            {
                Length -= suffix.Length;
                return;
            }
        }
    }

    /// <summary>Step 1a.</summary>
    public void RemovePlural()
    {
        if (Ends("sses"))
        {
            Length -= 2;
        }
        else if (Ends("ied") || Ends("ies"))
        {
            Length -= Length > 4 ? 2 : 1;
        }
        else if (Ends("s") && !Ends("us") && !Ends("ss") && HasVowelBefore(Length - 2))
        {
            Length--;
        }
    }

    /// <summary>Step 1b.</summary>
    public void RemoveInflection()
    {
        foreach (var suffix in (ReadOnlySpan<string>)["eedly", "ingly", "edly", "eed", "ing", "ed"])
        {
            if (!Ends(suffix))
            {
                continue;
            }

            var start = Length - suffix.Length;
            if (suffix[0] == 'e' && suffix.Length > 2 && suffix[1] == 'e')
            {
                Length = start >= _first ? start + 2 : Length;
            }
            else if (HasVowelBefore(start))
            {
                Length = start;
                RepairAfterInflection();
            }

            return;
        }
    }

    /// <summary>Step 1c.</summary>
    public readonly void FoldFinalY()
    {
        if (Length > 2 && _buffer[Length - 1] is 'y' or 'Y' && !IsVowel(Length - 2))
        {
            _buffer[Length - 1] = 'i';
        }
    }

    /// <summary>Step 2.</summary>
    public void ShortenDoubleSuffix()
    {
        foreach (var (suffix, replacement) in EnglishSuffixes.Second)
        {
            if (!Ends(suffix))
            {
                continue;
            }

            var start = Length - suffix.Length;
            var holds = suffix switch
            {
                "ogi" => start > 0 && _buffer[start - 1] == 'l',
                "li" => start > 0 && _buffer[start - 1] is 'c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't',
                _ => true,
            };
            ReplaceIf(holds && start >= _first, start, replacement);
            return;
        }
    }

    /// <summary>Step 3.</summary>
    public void ShortenThirdSuffix()
    {
        foreach (var (suffix, replacement) in EnglishSuffixes.Third)
        {
            if (Ends(suffix))
            {
                var start = Length - suffix.Length;
                ReplaceIf(start >= (suffix == "ative" ? _second : _first), start, replacement);
                return;
            }
        }
    }

    /// <summary>Step 4.</summary>
    public void RemoveSuffix()
    {
        foreach (var suffix in EnglishSuffixes.Fourth)
        {
            if (Ends(suffix))
            {
                var start = Length - suffix.Length;
                var holds = suffix != "ion" || (start > 0 && _buffer[start - 1] is 's' or 't');
                ReplaceIf(holds && start >= _second, start, string.Empty);
                return;
            }
        }
    }

    /// <summary>Step 5.</summary>
    public void RemoveFinalLetter()
    {
        var last = Length - 1;
        if (last < 0)
        {
            return;
        }

        var drop = _buffer[last] switch
        {
            'e' => last >= _second || (last >= _first && !EndsInShortSyllable(last)),
            'l' => last >= _second && last > 0 && _buffer[last - 1] == 'l',
            _ => false,
        };
        Length -= drop ? 1 : 0;
    }

    private void RepairAfterInflection()
    {
        if (Ends("at") || Ends("bl") || Ends("iz"))
        {
            Append('e');
        }
        else if (EndsInDouble())
        {
            Length--;
        }
        else if (Length <= _first && EndsInShortSyllable(Length))
        {
            Append('e');
        }
    }

    private readonly bool EndsInDouble()
        => Length >= 2 && _buffer[Length - 1] == _buffer[Length - 2]
            && _buffer[Length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't';

    private readonly bool EndsInShortSyllable(int end)
    {
        if (end == 2)
        {
            return IsVowel(0) && !IsVowel(1);
        }

        return end > 2 && !IsVowel(end - 3) && IsVowel(end - 2) && !IsVowel(end - 1) && _buffer[end - 1] is not ('w' or 'x' or 'Y');
    }

    private void Append(char letter) => _buffer[Length++] = letter;

    private void ReplaceIf(bool condition, int start, string replacement)
    {
        if (condition)
        {
            replacement.CopyTo(_buffer[start..]);
            Length = start + replacement.Length;
        }
    }

    private void DropLeadingApostrophe()
    {
        if (_buffer[0] == '\'')
        {
            _buffer[1..Length].CopyTo(_buffer);
            Length--;
        }
    }

    private readonly void MarkConsonantY()
    {
        for (var index = 0; index < Length; index++)
        {
            if (_buffer[index] == 'y' && (index == 0 || IsVowel(index - 1)))
            {
                _buffer[index] = 'Y';
            }
        }
    }

    private readonly int FirstRegion()
    {
        foreach (var prefix in (ReadOnlySpan<string>)["gener", "commun", "arsen"])
        {
            if (Text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return prefix.Length;
            }
        }

        return RegionAfter(0);
    }

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

    private readonly bool HasVowelBefore(int end)
    {
        for (var index = 0; index < end; index++)
        {
            if (IsVowel(index))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool IsVowel(int index) => _buffer[index] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private readonly bool Ends(string suffix) => Text.EndsWith(suffix, StringComparison.Ordinal);
}
