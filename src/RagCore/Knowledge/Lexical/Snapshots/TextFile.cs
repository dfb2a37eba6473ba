using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>
/// The documents of a segment one after the other, each as what is said of it (JSON) and its text: a byte for each character when all
/// of them are Latin-1, two otherwise.
/// </summary>
internal static class TextFile
{
    public const string Kind = "COBTXT01";

    /// <summary>Writes the documents and returns where they are.</summary>
    public static TextPlaces Write(BlockWriter writer, DocumentTable documents)
    {
        var places = new TextPlaces(new long[(2 * documents.Count) + 1], new int[documents.Count]);
        for (var number = 0; number < documents.Count; number++)
        {
            var document = documents.Get(number);
            places.Offsets[2 * number] = writer.Position;
            writer.Put(JsonSerializer.SerializeToUtf8Bytes(StoredDocument.Of(document), SnapshotJson.Default.StoredDocument));
            places.Offsets[(2 * number) + 1] = writer.Position;
            var text = document.Content.Peek();
            writer.Put(IsLatin1(text) ? Encoding.Latin1.GetBytes(text) : MemoryMarshal.AsBytes(text.AsSpan()));
            places.Lengths[number] = text.Length;
        }

        places.Offsets[^1] = writer.Position;
        return places;
    }

    /// <summary>Reads what is said of a document.</summary>
    public static StoredDocument ReadDocument(SafeFileHandle file, TextPlaces places, int number)
        => JsonSerializer.Deserialize(Read(file, places.Offsets[2 * number], places.Offsets[(2 * number) + 1]), SnapshotJson.Default.StoredDocument)
            ?? throw new StoreUnavailableException("The kept index cannot be read.");

    /// <summary>Reads a document's text.</summary>
    public static string ReadText(SafeFileHandle file, TextPlaces places, int number)
    {
        var bytes = Read(file, places.Offsets[(2 * number) + 1], places.Offsets[(2 * number) + 2]);
        return bytes.Length == places.Lengths[number] ? Encoding.Latin1.GetString(bytes) : new string(MemoryMarshal.Cast<byte, char>(bytes));
    }

    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');

    private static byte[] Read(SafeFileHandle file, long start, long end)
    {
        try
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)(end - start));
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), start + read) is var part and > 0)
            {
                read += part;
            }

            return read == bytes.Length ? bytes : throw new StoreUnavailableException("The kept index is shorter than it was when it was opened.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The kept index cannot be read: {fault.Message}", fault);
        }
    }
}

/// <summary>Where the documents of a <see cref="TextFile"/> are.</summary>
/// <param name="Offsets">For each document where its description and its text begin, and the end of the last.</param>
/// <param name="Lengths">The length of each text in characters.</param>
internal sealed record TextPlaces(long[] Offsets, int[] Lengths);
