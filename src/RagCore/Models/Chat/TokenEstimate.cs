using System.Text;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Counts tokens where a provider does not: a token is about four bytes of UTF-8, in any script.</summary>
internal static class TokenEstimate
{
    private const long BytesPerToken = 4;

    // Its role and the marks around it.
    private const long BytesPerMessage = 16;

    /// <summary>Returns about how many tokens a request has.</summary>
    public static long OfRequest(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var said = messages.Sum(message => BytesPerMessage + message.Contents.Sum(BytesOf)) + Bytes(options?.Instructions);
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().Sum(tool => Bytes(tool.Name) + Bytes(tool.Description) + Bytes(tool.JsonSchema.GetRawText())) ?? 0;
        var schema = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } format } ? Bytes(format.GetRawText()) : 0;
        return Tokens(said + tools + schema);
    }

    /// <summary>Returns about how many tokens so many bytes are.</summary>
    public static long Tokens(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Returns how many bytes a content has.</summary>
    public static long BytesOf(AIContent content) => content switch
    {
        TextContent text => Bytes(text.Text),
        TextReasoningContent thought => Bytes(thought.Text),
        FunctionCallContent call => Bytes(call.Name) + (call.Arguments?.Sum(each => Bytes(each.Key) + Bytes(each.Value?.ToString())) ?? 0),
        FunctionResultContent result => Bytes(result.Result?.ToString()),
        _ => 0,
    };

    private static long Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
