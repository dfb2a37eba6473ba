using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>The last two characters of a run without spaces, each with the signs that belong to it.</summary>
internal struct ScriptRun
{
    // A character beyond the basic plane, or a consonant with a vowel and a tone.
    private const int MostOfOne = 4;

    private Letters _letters;
    private int _length;
    private int _secondAt;
    private int _secondStart;

    /// <summary>Gets the first character of the pair in the text.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the first character after it.</summary>
    public int End { get; private set; }

    public readonly bool HasPair => _secondAt > 0;

    [UnscopedRef]
    public readonly ReadOnlySpan<char> Text => ((ReadOnlySpan<char>)_letters)[.._length];

    /// <summary>Takes the next character; of a pair the second becomes the first.</summary>
    public void Append(ReadOnlySpan<char> folded, int start, int end)
    {
        if (HasPair)
        {
            ((ReadOnlySpan<char>)_letters)[_secondAt.._length].CopyTo(_letters);
            _length -= _secondAt;
            Start = _secondStart;
        }
        else if (_length == 0)
        {
            Start = start;
        }

        _secondAt = _length;
        _secondStart = start;
        Put(folded, end);
    }

    /// <summary>Adds a sign to the last character.</summary>
    public void Extend(ReadOnlySpan<char> folded, int end)
    {
        if (_length > 0 && _length - _secondAt + folded.Length <= MostOfOne)
        {
            Put(folded, end);
        }
    }

    public void Clear() => (_length, _secondAt) = (0, 0);

    private void Put(ReadOnlySpan<char> folded, int end)
    {
        folded.CopyTo(((Span<char>)_letters)[_length..]);
        _length += folded.Length;
        End = end;
    }

    [InlineArray(2 * MostOfOne)]
    private struct Letters
    {
        private char _first;
    }
}
