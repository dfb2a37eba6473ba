using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Tools;

/// <summary>A tool that answers as told and remembers what it was asked.</summary>
internal sealed class FakeTool(string name, Func<CancellationToken, Task<ToolResult?>> answer) : IAnswerTool, IToolSource
{
    public FakeTool(string name, string text)
        : this(name, _ => Task.FromResult<ToolResult?>(new ToolResult("Stock list", text, TextFormat.Plain, new Uri("https://stock.example/"))))
    {
    }

    public string Name => name;

    public string Description => "Looks up the stock.";

    public JsonElement Parameters { get; } = JsonSerializer.SerializeToElement(new { type = "object" });

    public ToolAudience Audience { get; init; } = new([], [], IsPersonal: false);

    public IReadOnlyList<IAnswerTool> Tools => [this];

    public List<(IReadOnlyDictionary<string, JsonElement> Arguments, ToolCaller Caller)> Calls { get; } = [];

    public Task<ToolResult?> InvokeAsync(IReadOnlyDictionary<string, JsonElement> arguments, ToolCaller caller, CancellationToken cancellationToken)
    {
        Calls.Add((arguments, caller));
        return answer(cancellationToken);
    }
}
