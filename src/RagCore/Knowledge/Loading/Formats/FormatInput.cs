using System.Runtime.InteropServices;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>A file to read.</summary>
/// <param name="Source">Where it was found.</param>
/// <param name="Path">Its path below the source.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record FormatInput(KnowledgeSource Source, string Path, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Opens the content for reading, without a copy where there is an array behind it.</summary>
    public MemoryStream Open()
        => MemoryMarshal.TryGetArray(Bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(Bytes.ToArray(), writable: false);
}
