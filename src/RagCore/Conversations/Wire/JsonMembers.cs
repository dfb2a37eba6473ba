using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Conversations.Wire;

/// <summary>Reads JSON from outside: members may be missing or of another type, and a text with broken Unicode is mended, not refused.</summary>
public static class JsonMembers
{
    /// <summary>How deep JSON from outside may be nested.</summary>
    public static readonly JsonDocumentOptions Parsing = new() { MaxDepth = 64 };

    /// <summary>Returns a member of an object; an undefined element when there is none.</summary>
    public static JsonElement Member(this JsonElement element, ReadOnlySpan<byte> name)
        => element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Returns a member that is a text, else null.</summary>
    public static string? Text(this JsonElement element, ReadOnlySpan<byte> name)
    {
        var member = element.Member(name);
        return member.ValueKind is JsonValueKind.String ? Text(member) : null;
    }

    /// <summary>Says whether a member is <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement element, ReadOnlySpan<byte> name) => element.Member(name).ValueKind is JsonValueKind.True;

    /// <summary>
    /// Says whether an exception means that JSON could not be read. Half of a surrogate pair passes the parser and fails when a name or
    /// value is compared; that fault is told from a defect by its source.
    /// </summary>
    public static bool IsUnreadable(Exception fault)
        => fault is JsonException
            || (fault is InvalidOperationException && fault.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) is true);

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
