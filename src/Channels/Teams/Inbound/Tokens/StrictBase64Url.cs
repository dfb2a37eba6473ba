using System.Buffers;
using System.Buffers.Text;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Base64url as RFC 7515 writes it: no padding, no white space, one spelling for each value.</summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Decodes a text that is not empty; null when it is not base64url.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        // The platform's decoder refuses unused bits that are set, and takes padding and white space.
        if (text.IsEmpty || text.ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        try
        {
            return Base64Url.DecodeFromChars(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
