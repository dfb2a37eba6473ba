namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>
/// Reads lists of term numbers: for each list its length and its terms, each as a variable-length number of seven bits a byte, lowest
/// first. A chunk has three lists: words, headings, extras; a title has one.
/// </summary>
internal ref struct ForwardReader(ReadOnlySpan<byte> bytes)
{
    public const int MaxVarint = 5;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>Reads the next list into the buffer, which grows where it must, and returns the part that holds it.</summary>
    public ReadOnlySpan<int> ReadList(ref int[] buffer)
    {
        var count = Next();
        if (buffer.Length < count)
        {
            buffer = new int[Math.Max(count, buffer.Length * 2)];
        }

        for (var index = 0; index < count; index++)
        {
            buffer[index] = Next();
        }

        return buffer.AsSpan(0, count);
    }

    public int[] ReadList()
    {
        var list = new int[Next()];
        foreach (ref var term in list.AsSpan())
        {
            term = Next();
        }

        return list;
    }

    private int Next()
    {
        int value = _bytes[_at++];
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7F;
        for (var shift = 7; ; shift += 7)
        {
            int next = _bytes[_at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
