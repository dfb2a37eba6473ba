using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Answering.Tools;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>Cleans what a server says of its tools. It goes to a model, and is data as a result is.</summary>
internal static class ToolSchema
{
    public const int LongestDescription = 1_000;

    private const int LongestSchema = 16_000;

    /// <summary>Returns the schema with its descriptions cleaned; null when it is none that a model can be given.</summary>
    public static JsonElement? Clean(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object || schema.GetRawText().Length > LongestSchema)
        {
            return null;
        }

        var node = JsonObject.Create(schema)!;
        CleanBelow(node);
        return JsonSerializer.SerializeToElement(node);
    }

    private static void CleanBelow(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                CleanBelow(item);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (name is "description" or "title" && value is JsonValue text && text.GetValueKind() is JsonValueKind.String)
                {
                    members[name] = ToolText.Clean(text.GetValue<string>(), LongestDescription);
                }
                else
                {
                    CleanBelow(value);
                }
            }
        }
    }
}
