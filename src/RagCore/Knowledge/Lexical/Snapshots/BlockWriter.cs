using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>
/// Writes a file of the snapshot: eight bytes that say which kind it is, blocks, and a sum over all before it. A block is a number of
/// values (64 bits) and the values as they stand in memory, little-endian.
/// </summary>
internal sealed class BlockWriter : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly XxHash128 _sum = new();
    private readonly FileStream _file;

    /// <param name="path">A file that does not exist yet.</param>
    /// <param name="kind">Eight ASCII characters.</param>
    public BlockWriter(string path, string kind)
    {
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, BufferBytes);
        Put(Encoding.ASCII.GetBytes(kind));
    }

    /// <summary>Gets how many bytes were written.</summary>
    public long Position { get; private set; }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        long count = values.Length;
        Put(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in count)));
        Put(MemoryMarshal.AsBytes(values));
    }

    public void Write(IReadOnlyCollection<string> texts)
    {
        var ends = new int[texts.Count];
        var characters = new char[texts.Sum(text => text.Length)];
        var (at, index) = (0, 0);
        foreach (var text in texts)
        {
            text.CopyTo(characters.AsSpan(at));
            ends[index++] = at += text.Length;
        }

        Write<int>(ends);
        Write<char>(characters);
    }

    /// <summary>Writes bytes that are no block: who reads them knows where they are.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        _sum.Append(bytes);
        _file.Write(bytes);
        Position += bytes.Length;
    }

    /// <summary>Ends the file, and returns its sum when the disk has it.</summary>
    public byte[] Complete()
    {
        var sum = _sum.GetCurrentHash();
        _file.Write(sum);
        _file.Flush(flushToDisk: true);
        return sum;
    }

    public void Dispose() => _file.Dispose();
}
