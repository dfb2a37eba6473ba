using System.Text.Json;
using System.Text.Unicode;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Reads the JSON of a token, which may have one meaning only: no member twice, no broken Unicode (RFC 8725, 2.4 and 3.7).</summary>
internal static class TokenJson
{
    private static readonly JsonDocumentOptions Parsing = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Reads an object; null when the bytes are not one.</summary>
    public static JsonElement? Read(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Parsing);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root ? root.Clone() : null;
        }
        catch (Exception fault) when (JsonMembers.IsUnreadable(fault))
        {
            return null;
        }
    }

    public static bool Has(this JsonElement element, ReadOnlySpan<byte> name) => element.Member(name).ValueKind is not JsonValueKind.Undefined;
}
