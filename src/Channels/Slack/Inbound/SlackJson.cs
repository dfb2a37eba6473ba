using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Reads members that may be missing or of another type, as S-17 asks; a text with broken Unicode is mended, not refused.</summary>
internal static class SlackJson
{
    public static JsonElement Member(this JsonElement element, ReadOnlySpan<byte> name)
        => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var member = element.Member(name);
        return member.ValueKind is JsonValueKind.String ? Text(member) : null;
    }

    /// <summary>Returns a member that is an id without a character that separates anything, else null.</summary>
    public static string? Id(this JsonElement element, ReadOnlySpan<byte> name)
        => element.Text(name) is { } text && SlackId.IsValid(text) ? text : null;

    public static bool IsTrue(this JsonElement element, ReadOnlySpan<byte> name) => element.Member(name).ValueKind is JsonValueKind.True;

    private static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return Mended(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)).AsSpan()[1..^1]);
        }
    }

    private static string Mended(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
            }
            else if (raw[++i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(Unescaped(raw[i]));
            }
        }

        return Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text.ToString()));
    }

    private static char Unescaped(char escape) => escape switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        _ => escape,
    };
}
