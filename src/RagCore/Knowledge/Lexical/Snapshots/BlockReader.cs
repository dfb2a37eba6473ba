using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>Reads what <see cref="BlockWriter"/> wrote, in the same order. What it returns counts only when <see cref="Complete"/> did not throw.</summary>
internal sealed class BlockReader : IDisposable
{
    private const int SumBytes = 16;

    private readonly XxHash128 _sum = new();
    private readonly byte[] _expected;
    private readonly long _end;
    private long _at;

    /// <param name="path">The file.</param>
    /// <param name="kind">The eight characters it must begin with.</param>
    /// <param name="expected">The sum it must have; null when nobody knows it but the file.</param>
    /// <exception cref="InvalidDataException">The file is of another kind, or too short to be one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public BlockReader(string path, string kind, byte[]? expected)
    {
        Handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        _end = RandomAccess.GetLength(Handle) - SumBytes;
        if (_end < kind.Length || Encoding.ASCII.GetString(Get<byte>(kind.Length)) != kind)
        {
            Handle.Dispose();
            throw new InvalidDataException("it is no file of this kind");
        }

        _expected = expected ?? ReadAt<byte>(_end, SumBytes);
    }

    /// <summary>Gets the file, for who reads parts of it later.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Reads a block.</summary>
    /// <exception cref="InvalidDataException">There is none of this length.</exception>
    public T[] Read<T>()
        where T : unmanaged
    {
        var count = Get<long>(1)[0];
        return count < 0 ? throw Damaged() : Get<T>(count);
    }

    /// <summary>Reads a block that has as many values as something read before says.</summary>
    public T[] Read<T>(int count)
        where T : unmanaged
        => Read<T>() is var values && values.Length == count ? values : throw Damaged();

    public string[] ReadTexts()
    {
        var ends = Read<int>();
        var characters = Read<char>();
        var texts = new string[ends.Length];
        var start = 0;
        for (var index = 0; index < texts.Length; index++)
        {
            if (ends[index] < start || ends[index] > characters.Length)
            {
                throw Damaged();
            }

            texts[index] = new string(characters, start, ends[index] - start);
            start = ends[index];
        }

        return texts;
    }

    /// <summary>Sums up to the end of the file and compares.</summary>
    /// <exception cref="InvalidDataException">The file is not as it was written.</exception>
    public void Complete()
    {
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(1 << 20, _end - _at));
        while (_at < _end)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, _end - _at));
            Fill(_at, part);
            _sum.Append(part);
            _at += part.Length;
        }

        if (!_sum.GetCurrentHash().AsSpan().SequenceEqual(_expected) || !ReadAt<byte>(_end, SumBytes).AsSpan().SequenceEqual(_expected))
        {
            throw Damaged();
        }
    }

    public void Dispose() => Handle.Dispose();

    private static InvalidDataException Damaged() => new("it is damaged or cut off");

    private T[] Get<T>(long count)
        where T : unmanaged
    {
        if (count > Math.Min(Array.MaxLength, _end - _at) / Unsafe.SizeOf<T>())
        {
            throw Damaged();
        }

        var values = ReadAt<T>(_at, count);
        _sum.Append(MemoryMarshal.AsBytes(values.AsSpan()));
        _at += count * Unsafe.SizeOf<T>();
        return values;
    }

    private T[] ReadAt<T>(long offset, long count)
        where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>((int)count);
        Fill(offset, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private void Fill(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(Handle, bytes, offset);
            if (read == 0)
            {
                throw Damaged();
            }

            bytes = bytes[read..];
            offset += read;
        }
    }
}
