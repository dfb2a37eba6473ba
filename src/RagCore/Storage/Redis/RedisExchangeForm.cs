using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Storage.Serialization;
using StackExchange.Redis;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Writes an exchange as an entry of a thread's list: its time and turn in front, where scripts read them, then its JSON, compressed.</summary>
internal static class RedisExchangeForm
{
    /// <summary>The first element of a list of entries in this form. Another release's lists are misses.</summary>
    public const string Name = "e1";

    private const int TimeLength = 14;
    private const long MaxMilliseconds = 99_999_999_999_999;
    private const int HeadLength = TimeLength + KeyHash.Size;
    private const int MaxJsonBytes = 4 << 20;
    private const int ChunkBytes = 4 << 10;
    private const int BrotliQuality = 5;
    private const int BrotliWindow = 16;

    public static RedisValue Write(Exchange exchange)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(exchange, StoredJson.Default.Exchange);
        var entry = new byte[HeadLength + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        var milliseconds = Math.Clamp(exchange.At.ToUnixTimeMilliseconds(), 0, MaxMilliseconds);
        Encoding.ASCII.GetBytes(milliseconds.ToString("D14", CultureInfo.InvariantCulture), entry);
        KeyHash.Of(exchange.TurnId).Write(entry.AsSpan(TimeLength));
        BrotliEncoder.TryCompress(json, entry.AsSpan(HeadLength), out var written, BrotliQuality, BrotliWindow);
        return entry[..(HeadLength + written)];
    }

    /// <summary>Returns the exchanges, or null when one of them cannot be read: what is missing in between would be worse than a miss.</summary>
    public static IReadOnlyList<Exchange>? TryReadAll(IEnumerable<byte[]> entries)
    {
        var exchanges = new List<Exchange>();
        foreach (var entry in entries)
        {
            if (TryRead(entry) is not { } exchange)
            {
                return null;
            }

            exchanges.Add(exchange);
        }

        return exchanges;
    }

    private static Exchange? TryRead(byte[] entry)
    {
        try
        {
            return entry.Length > HeadLength
                && JsonSerializer.Deserialize(Decompress(entry), StoredJson.Default.Exchange) is { TurnId: not null, Question: not null, Reply: { } reply } exchange
                && reply.SchemaVersion <= Reply.CurrentSchemaVersion
                ? exchange
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException or InvalidDataException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Decompress(byte[] entry)
    {
        using var decoder = new BrotliDecoder();
        var json = new ArrayBufferWriter<byte>();
        var rest = entry.AsSpan(HeadLength);
        for (var status = OperationStatus.DestinationTooSmall; status != OperationStatus.Done;)
        {
            status = decoder.Decompress(rest, json.GetSpan(ChunkBytes), out var read, out var written);
            rest = rest[read..];
            json.Advance(written);

            // A few bytes can decompress to gigabytes.
            if (status is OperationStatus.InvalidData or OperationStatus.NeedMoreData || json.WrittenCount > MaxJsonBytes)
            {
                throw new InvalidDataException("An entry is damaged or too large.");
            }
        }

        return json.WrittenSpan;
    }
}
