using System.Buffers;
using System.IO.Compression;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;

/// <summary>
/// Opens zip archives after unpacking them once into nothing: what they expand to is counted, not believed (L-32). Later readers of the same
/// archive need no limits of their own.
/// </summary>
internal static class ArchiveCheck
{
    private const int EncryptedFlag = 1;
    private const int BufferSize = 1 << 16;

    /// <summary>Opens an archive whose size, expansion and number of entries are within <see cref="LoadLimits"/>.</summary>
    /// <exception cref="LoadRefusedException">It is not: damaged, encrypted or a bomb.</exception>
    public static ZipArchive Open(FormatInput input)
    {
        ZipArchive? archive = null;
        try
        {
            RefuseEncrypted(input.Bytes.Span);
            archive = new ZipArchive(input.Open(), ZipArchiveMode.Read);
            Measure(archive, input.Bytes.Length);
            return archive;
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException or NotSupportedException)
        {
            archive?.Dispose();
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }
        catch (LoadRefusedException)
        {
            archive?.Dispose();
            throw;
        }
    }

    /// <summary>The first bit of the flags of a local header says that the entry is encrypted (APPNOTE 4.4.4).</summary>
    private static void RefuseEncrypted(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 7 && bytes.StartsWith("PK\x3\x4"u8) && (bytes[6] & EncryptedFlag) != 0)
        {
            throw new LoadRefusedException(LoadOutcome.Encrypted);
        }
    }

    private static void Measure(ZipArchive archive, long packed)
    {
        if (archive.Entries.Count > LoadLimits.MaxEntries)
        {
            throw new LoadRefusedException(LoadOutcome.Expanded);
        }

        var limit = Math.Min(LoadLimits.MaxExpandedBytes, Math.Max(LoadLimits.FreeExpandedBytes, packed * LoadLimits.MaxExpansion));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long total = 0;
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                for (int read; (read = stream.Read(buffer)) > 0;)
                {
                    total += read;
                    if (total > limit)
                    {
                        throw new LoadRefusedException(LoadOutcome.Expanded);
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
