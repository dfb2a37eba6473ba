using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>
/// Reads a text once, from left to right. Words joined by one of <c>- _ . @</c> are collected as the parts of one identifier and handed
/// on when it ends. Scripts whose words spaces do not part are handed on as overlapping pairs of characters. Everything is bounded: a part keeps its first characters, an identifier its first parts.
/// </summary>
internal ref struct TokenScanner(ReadOnlySpan<char> text, Span<char> buffer, Span<TokenPart> parts)
{
    public const int MaxParts = 12;
    public const int MaxPartLength = 48;
    public const int BufferSize = (MaxParts + 1) * (MaxPartLength + CharacterFolding.MaxFolded + 1);

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private readonly Span<TokenPart> _parts = parts;
    private int _partCount;
    private int _length;
    private int _position;
    private bool _open;
    private char _joint;
    private ScriptRun _run;

    public void Run<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        Span<char> folded = stackalloc char[CharacterFolding.MaxFolded];
        for (var index = 0; index < _text.Length;)
        {
            var kind = Read(index, folded, out var written, out var consumed);
            if (kind is not (CharacterKind.Ideograph or CharacterKind.IdeographMark or CharacterKind.Ignored))
            {
                EndRun(ref sink);
            }

            switch (kind)
            {
                case CharacterKind.Word:
                    Append(folded[..written], index, index + consumed, ref sink);
                    break;
                case CharacterKind.Ideograph:
                    Flush(ref sink);
                    AddToRun(folded[..written], index, index + consumed, ref sink);
                    break;
                case CharacterKind.IdeographMark:
                    _run.Extend(folded[..written], index + consumed);
                    break;
                case CharacterKind.Connector or CharacterKind.Apostrophe when _open && IsWordAt(index + consumed):
                    Join(folded[0], index, ref sink);
                    break;
                case CharacterKind.Ignored:
                    break;
                default:
                    Flush(ref sink);
                    break;
            }

            index += consumed;
        }

        EndRun(ref sink);
        Flush(ref sink);
    }

    private void AddToRun<TSink>(scoped ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_run.HasPair)
        {
            sink.Add(_run.Text, isEnglish: false, _run.Start, _run.End, _position++);
        }

        _run.Append(folded, start, end);
    }

    /// <summary>Hands on the last pair, or the only character.</summary>
    private void EndRun<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_run.Text.Length > 0)
        {
            sink.Add(_run.Text, isEnglish: false, _run.Start, _run.End, _position++);
            _run.Clear();
        }
    }

    private readonly CharacterKind Read(int index, scoped Span<char> folded, out int written, out int consumed)
    {
        var character = _text[index];
        if (character < 0x80)
        {
            consumed = 1;
            written = 1;
            folded[0] = character is >= 'A' and <= 'Z' ? (char)(character | 0x20) : character;
            return CharacterFolding.KindOfAscii(character);
        }

        var valid = Rune.DecodeFromUtf16(_text[index..], out var rune, out consumed) == System.Buffers.OperationStatus.Done;
        written = 0;
        return valid ? CharacterFolding.Fold(rune, folded, out written) : CharacterKind.Break;
    }

    private readonly bool IsWordAt(int index)
    {
        Span<char> folded = stackalloc char[CharacterFolding.MaxFolded];
        return index < _text.Length && Read(index, folded, out _, out _) == CharacterKind.Word;
    }

    private void Append<TSink>(scoped ReadOnlySpan<char> folded, int start, int end, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (!_open)
        {
            if (_partCount == MaxParts)
            {
                Flush(ref sink);
            }

            _parts[_partCount++] = new TokenPart { BufferStart = _length, BufferEnd = _length, Start = start, IsEnglish = true, Joint = _joint };
            _open = true;
        }

        ref var part = ref _parts[_partCount - 1];
        part.End = end;
        if (part.BufferEnd - part.BufferStart < MaxPartLength)
        {
            folded.CopyTo(_buffer[_length..]);
            _length += folded.Length;
            part.BufferEnd = _length;
            part.IsEnglish &= folded.Length > 1 || folded[0] is >= 'a' and <= 'z';
        }
    }

    /// <summary>Called for a joint between two word characters.</summary>
    private void Join<TSink>(char joint, int index, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        var betweenDigits = char.IsAsciiDigit(_buffer[_length - 1]) && char.IsAsciiDigit(_text[index + 1]);
        switch (joint)
        {
            case ',' when betweenDigits && IsThousandsGroup(index + 1):
                break;
            case ',':
                Flush(ref sink);
                break;
            case '.' when betweenDigits:
                Keep('.');
                break;
            case '\'' when _parts[_partCount - 1].IsEnglish && char.IsAsciiLetter(_text[index + 1]):
                Keep('\'');
                break;
            case '\'':
                Flush(ref sink);
                break;
            default:
                _open = false;
                _joint = joint;
                break;
        }
    }

    private void Keep(char joint)
    {
        ref var part = ref _parts[_partCount - 1];
        if (part.BufferEnd - part.BufferStart < MaxPartLength)
        {
            _buffer[_length++] = joint;
            part.BufferEnd = _length;
        }
    }

    private readonly bool IsThousandsGroup(int index)
        => index + 2 < _text.Length && char.IsAsciiDigit(_text[index + 1]) && char.IsAsciiDigit(_text[index + 2])
            && (index + 3 == _text.Length || !char.IsAsciiDigit(_text[index + 3]));

    private void Flush<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        if (_partCount > 1)
        {
            AddWhole(ref sink);
        }

        foreach (ref var part in _parts[.._partCount])
        {
            AddPart(in part, ref sink);
        }

        _partCount = 0;
        _length = 0;
        _open = false;
        _joint = '\0';
    }

    private readonly void AddWhole<TSink>(ref TSink sink)
        where TSink : struct, ITokenSink
    {
        Span<char> whole = stackalloc char[BufferSize];
        var length = 0;
        var english = true;
        for (var number = 0; number < _partCount; number++)
        {
            var part = _parts[number];
            if (number > 0 && part.Joint is '.' or '@')
            {
                whole[length++] = part.Joint;
                english = false;
            }

            _buffer[part.BufferStart..part.BufferEnd].CopyTo(whole[length..]);
            length += part.BufferEnd - part.BufferStart;
            english &= part.IsEnglish;
        }

        sink.Add(whole[..length], english, _parts[0].Start, _parts[_partCount - 1].End, _position);
    }

    private void AddPart<TSink>(in TokenPart part, ref TSink sink)
        where TSink : struct, ITokenSink
    {
        var word = _buffer[part.BufferStart..part.BufferEnd];
        if (!part.IsEnglish && word.Length > 2 && word[0] == 'v' && char.IsAsciiDigit(word[1]))
        {
            // A version is asked for with and without its "v".
            sink.Add(word[1..], isEnglish: false, part.Start, part.End, _position);
        }

        sink.Add(word, part.IsEnglish, part.Start, part.End, _position++);
    }
}
