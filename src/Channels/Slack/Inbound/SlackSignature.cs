using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Proves that a request body came from Slack. Runs on raw bytes before anything is parsed (S-01…S-06).</summary>
internal sealed class SlackSignature(IOptions<SlackOptions> options, TimeProvider time)
{
    /// <summary>Bytes that must be free in front of the body for <c>v0:{timestamp}:</c>.</summary>
    public const int Headroom = 4 + MaxTimestampLength;

    // Slack asks receivers to refuse requests older than five minutes: https://docs.slack.dev/authentication/verifying-requests-from-slack/
    private const int MaxSkewSeconds = 300;
    private const int MaxTimestampLength = 20;
    private const int SignatureLength = 3 + (2 * HMACSHA256.HashSizeInBytes);

    private readonly byte[][] _keys = Keys(options.Value);

    /// <summary>Checks a body that lies in <paramref name="buffer"/> behind <see cref="Headroom"/> free bytes. Returns null when it is genuine, else why not.</summary>
    public string? Check(Span<byte> buffer, int bodyLength, StringValues timestamps, StringValues signatures)
    {
        if (timestamps.Count != 1 || signatures.Count != 1 || timestamps[0] is not { } timestamp || signatures[0] is not { } signature)
        {
            return SlackResults.MissingSignature;
        }

        if (timestamp.Length > MaxTimestampLength
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > MaxSkewSeconds)
        {
            return SlackResults.Stale;
        }

        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return TryReadSignature(signature, claimed) && IsSignedByAnyKey(Signed(buffer, bodyLength, timestamp), claimed) ? null : SlackResults.BadSignature;
    }

    private static ReadOnlySpan<byte> Signed(Span<byte> buffer, int bodyLength, string timestamp)
    {
        var start = Headroom - timestamp.Length - 4;
        var prefix = buffer[start..Headroom];
        "v0:"u8.CopyTo(prefix);
        Encoding.ASCII.GetBytes(timestamp, prefix[3..]);
        prefix[^1] = (byte)':';
        return buffer.Slice(start, Headroom - start + bodyLength);
    }

    private static bool TryReadSignature(string signature, Span<byte> claimed)
        => signature.Length == SignatureLength
            && signature.StartsWith("v0=", StringComparison.Ordinal)
            && Convert.FromHexString(signature.AsSpan(3), claimed, out _, out _) == System.Buffers.OperationStatus.Done;

    private bool IsSignedByAnyKey(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> claimed)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in _keys)
        {
            HMACSHA256.HashData(key, signed, expected);
            if (CryptographicOperations.FixedTimeEquals(expected, claimed))
            {
                return true;
            }
        }

        return false;
    }

    // An empty secret never becomes a key: without one every request is refused (N-12).
    private static byte[][] Keys(SlackOptions options)
        => [.. new[] { options.SigningSecret, options.PreviousSigningSecret }.Where(secret => !string.IsNullOrWhiteSpace(secret)).Select(secret => Encoding.UTF8.GetBytes(secret!))];
}
