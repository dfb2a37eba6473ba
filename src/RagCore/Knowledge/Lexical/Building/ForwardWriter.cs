using System.Buffers;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Writes the terms of chunks and titles one after the other, as <see cref="ForwardReader"/> reads them.</summary>
internal sealed class ForwardWriter(int expectedBytes)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(Math.Max(16, expectedBytes));

    public int Position => _bytes.WrittenCount;

    public void WriteChunk(AnalyzedChunk chunk)
    {
        WriteTerms(chunk.Words);
        WriteTerms(chunk.Headings);
        WriteTerms(chunk.Extras);
    }

    public void WriteTerms(ReadOnlySpan<int> terms)
    {
        var span = _bytes.GetSpan((terms.Length + 1) * ForwardReader.MaxVarint);
        var at = Put(span, 0, terms.Length);
        foreach (var term in terms)
        {
            at = Put(span, at, term);
        }

        _bytes.Advance(at);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private static int Put(Span<byte> span, int at, int value)
    {
        var rest = (uint)value;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        span[at++] = (byte)rest;
        return at;
    }
}
