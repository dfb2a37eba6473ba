namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>A set of chunks of one segment, a bit each, 64 to a word.</summary>
internal sealed class ChunkBitmap(int chunks)
{
    private readonly ulong[] _words = new ulong[(chunks + 63) / 64];

    public ReadOnlySpan<ulong> Words => _words;

    public bool this[int chunk] => (_words[chunk >> 6] & (1UL << (chunk & 63))) != 0;

    public void AddRange(int start, int end)
    {
        for (var chunk = start; chunk < end; chunk++)
        {
            _words[chunk >> 6] |= 1UL << (chunk & 63);
        }
    }
}
