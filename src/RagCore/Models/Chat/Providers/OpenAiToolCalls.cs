using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Puts calls of tools together, whose arguments come in pieces.</summary>
internal sealed class OpenAiToolCalls
{
    private readonly SortedDictionary<int, Call> _calls = [];

    public void Add(StreamingChatToolCallUpdate part)
    {
        if (!_calls.TryGetValue(part.Index, out var call))
        {
            _calls.Add(part.Index, call = new Call());
        }

        call.Id ??= part.ToolCallId;
        call.Name ??= part.FunctionName;
        if (part.FunctionArgumentsUpdate is { } arguments && !arguments.ToMemory().IsEmpty)
        {
            call.Arguments.Append(arguments);
        }
    }

    /// <summary>Adds the calls to an update, and forgets them.</summary>
    public void MoveTo(IList<AIContent> contents)
    {
        foreach (var (_, call) in _calls)
        {
            contents.Add(FunctionCallContent.CreateFromParsedArguments(call.Arguments.ToString(), call.Id ?? string.Empty, call.Name ?? string.Empty, Parse));
        }

        _calls.Clear();
    }

    private static Dictionary<string, object?>? Parse(string arguments)
        => arguments.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments, AIJsonUtilities.DefaultOptions);

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
