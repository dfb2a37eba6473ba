using System.Text;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Reads a form body. The first value of a name counts.</summary>
internal static class SlackForm
{
    private const int MaxFields = 64;

    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (fields.Count == MaxFields)
            {
                break;
            }

            var equals = pair.IndexOf((byte)'=');
            if (equals > 0)
            {
                fields.TryAdd(Decoded(pair[..equals]), Decoded(pair[(equals + 1)..]));
            }
        }

        return fields;
    }

    private static string Decoded(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && Digit(text[i + 1]) is var high and >= 0 && Digit(text[i + 2]) is var low and >= 0)
            {
                bytes[length++] = (byte)((high << 4) | low);
                i += 2;
            }
            else
            {
                bytes[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static int Digit(byte character) => (char)character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };
}
