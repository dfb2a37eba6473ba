using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Writes messages as OpenAI's protocol has them: texts, calls of tools and what they returned.</summary>
internal static class OpenAiMessages
{
    public static IEnumerable<OpenAI.Chat.ChatMessage> Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var written = messages.SelectMany(Of);
        return string.IsNullOrEmpty(options?.Instructions) ? written : written.Prepend(new SystemChatMessage(options.Instructions));
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Of(ChatMessage message)
    {
        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(result => new ToolChatMessage(result.CallId, TextOf(result.Result)));
        }

        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        return message.Role == ChatRole.Assistant ? [Said(message)] : [new UserChatMessage(message.Text)];
    }

    private static AssistantChatMessage Said(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().Select(call => ChatToolCall.CreateFunctionToolCall(
            call.CallId, call.Name, BinaryData.FromObjectAsJson(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions))).ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var said = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            said.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return said;
    }

    private static string TextOf(object? result) => result as string ?? JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions);
}
