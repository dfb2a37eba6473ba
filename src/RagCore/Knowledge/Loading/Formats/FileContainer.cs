using System.Buffers.Binary;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats;

/// <summary>What the first bytes of a file are.</summary>
internal enum FileContainer
{
    /// <summary>Text, or nothing that is known.</summary>
    Other,

    Zip,

    Pdf,

    /// <summary>The compound file of old Office formats, and of new ones behind a password.</summary>
    Compound,
}

/// <summary>Recognises files by their first bytes.</summary>
internal static class FileContainers
{
    private const ulong CompoundMark = 0xD0CF11E0A1B11AE1;
    private const int PdfMarkWithin = 1024;

    public static FileContainer Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\x3\x4"u8) || bytes.StartsWith("PK\x5\x6"u8))
        {
            return FileContainer.Zip;
        }

        if (bytes.Length >= 8 && BinaryPrimitives.ReadUInt64BigEndian(bytes) == CompoundMark)
        {
            return FileContainer.Compound;
        }

        return bytes[..Math.Min(bytes.Length, PdfMarkWithin)].IndexOf("%PDF-"u8) >= 0 ? FileContainer.Pdf : FileContainer.Other;
    }

    /// <summary>Refuses a file that is not what its name says, and names what it is.</summary>
    /// <exception cref="LoadRefusedException">It is something else.</exception>
    public static void Require(FileContainer expected, ReadOnlySpan<byte> bytes)
    {
        var found = Detect(bytes);
        if (found == expected || expected == FileContainer.Other)
        {
            return;
        }

        if (found == FileContainer.Compound && IsEncryptedPackage(bytes))
        {
            throw new LoadRefusedException(LoadOutcome.Encrypted);
        }

        throw new LoadRefusedException(LoadOutcome.Mismatch, NameOf(found));
    }

    private static string NameOf(FileContainer container) => container switch
    {
        FileContainer.Zip => "a zip archive or an Office file",
        FileContainer.Pdf => "a PDF",
        FileContainer.Compound => "an Office file of before 2007",
        _ => "text or another kind of file",
    };

    /// <summary>The directory of a compound file holds its names in UTF-16.</summary>
    private static bool IsEncryptedPackage(ReadOnlySpan<byte> bytes)
        => bytes.IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0;
}
