using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Writes how a model is called as OpenAI's protocol has it.</summary>
internal static class OpenAiOptions
{
    private const string DefaultSchemaName = "answer";

    public static ChatCompletionOptions Of(ChatOptions? options)
    {
        var written = new ChatCompletionOptions
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            MaxOutputTokenCount = options?.MaxOutputTokens,
            ResponseFormat = FormatOf(options?.ResponseFormat),
        };
        foreach (var stop in options?.StopSequences ?? [])
        {
            written.StopSequences.Add(stop);
        }

        foreach (var tool in (options?.Tools ?? []).OfType<AIFunctionDeclaration>())
        {
            written.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        if (written.Tools.Count > 0)
        {
            // Services take these only beside tools.
            written.ToolChoice = ChoiceOf(options!.ToolMode);
            written.AllowParallelToolCalls = options.AllowMultipleToolCalls;
        }

        return written;
    }

    private static ChatToolChoice? ChoiceOf(ChatToolMode? mode) => mode switch
    {
        NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
        RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
        RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
        AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
        _ => null,
    };

    private static ChatResponseFormat? FormatOf(Microsoft.Extensions.AI.ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => ChatResponseFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? DefaultSchemaName, BinaryData.FromString(schema.GetRawText()), json.SchemaDescription, IsClosed(schema) ? true : null),
        ChatResponseFormatJson => ChatResponseFormat.CreateJsonObjectFormat(),
        _ => null,
    };

    // Only a schema that allows nothing else may be kept to strictly.
    private static bool IsClosed(JsonElement schema)
        => schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False;
}
