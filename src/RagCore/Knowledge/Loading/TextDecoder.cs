using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Decodes bytes as UTF-8, or UTF-16 when a byte order mark says so; never guesses.</summary>
internal static class TextDecoder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static LoadOutcome Decode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = string.Empty;
        Encoding encoding = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Utf8,
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => Utf8,
        };
        var mark = encoding is UnicodeEncoding ? 2 : bytes.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        if (encoding is UTF8Encoding && bytes.Contains((byte)0))
        {
            return LoadOutcome.Binary;
        }

        try
        {
            text = encoding.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException)
        {
            return LoadOutcome.Undecodable;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return LoadOutcome.Binary;
        }

        return string.IsNullOrWhiteSpace(text) ? LoadOutcome.Empty : LoadOutcome.Loaded;
    }
}
