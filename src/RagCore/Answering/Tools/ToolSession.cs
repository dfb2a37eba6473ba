using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Prompts;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>What one answer looks up: within limits, the same thing once, and never to the harm of the answer.</summary>
internal sealed partial class ToolSession(
    IReadOnlyDictionary<string, IAnswerTool> tools,
    ToolCaller caller,
    AnswerAssembly assembly,
    ToolOptions limits,
    ToolMetrics metrics,
    TimeProvider time,
    Random random,
    ILogger<ToolSession> logger)
{
    /// <summary>What a model is told that gets nothing, whatever the reason is.</summary>
    public const string Nothing = "no result";

    private const int LongestArguments = 8_000;

    private readonly Dictionary<(string Tool, string Arguments), string> _answers = [];
    private readonly List<Passage> _passages = [];
    private int _calls;

    /// <summary>Gets the names of what is offered, in ordinal order.</summary>
    public IEnumerable<string> Names => tools.Keys.Order(StringComparer.Ordinal);

    /// <summary>Gets what was found, in the order of the numbers it got.</summary>
    public IReadOnlyList<Passage> Passages => _passages;

    /// <summary>Gets a value indicating whether anything was looked up, with or without success.</summary>
    public bool WasUsed => _calls > 0;

    /// <summary>Gets a value indicating whether another call may be made.</summary>
    public bool MayCall => _calls < limits.MaxCalls;

    /// <summary>Gets how often the model may ask before it has to answer.</summary>
    public int MaxRounds => limits.MaxRounds;

    /// <summary>Returns what a model is told of the tools.</summary>
    public IList<AITool> Declare() => [.. Names.Select(name => new ToolDeclaration(tools[name]))];

    /// <summary>Looks up what a model asks for.</summary>
    public async Task<FunctionResultContent> CallAsync(FunctionCallContent call, CancellationToken cancellationToken)
        => new(call.CallId, await AnswerAsync(call, cancellationToken));

    private async Task<string> AnswerAsync(FunctionCallContent call, CancellationToken cancellationToken)
    {
        if (!tools.TryGetValue(call.Name, out var tool))
        {
            return Refused("unknown");
        }

        if (call.Exception is not null || ReadArguments(call) is not { } arguments)
        {
            return Refused(tool.Name);
        }

        var key = (tool.Name, JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(arguments, StringComparer.Ordinal)));
        if (_answers.TryGetValue(key, out var known))
        {
            metrics.Ended(tool.Name, "repeated", TimeSpan.Zero);
            return known;
        }

        if (!MayCall)
        {
            return Refused(tool.Name);
        }

        _calls++;
        return _answers[key] = await LookUpAsync(tool, arguments, cancellationToken);
    }

    private async Task<string> LookUpAsync(IAnswerTool tool, Dictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var late = new CancellationTokenSource(limits.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            // What does not listen to its token must not hold the answer either.
            var result = await tool.InvokeAsync(arguments, caller, either.Token).WaitAsync(either.Token);
            var written = result is null ? null : Write(tool, result);
            metrics.Ended(tool.Name, written is null ? "nothing" : "found", time.GetElapsedTime(start));
            return written ?? Nothing;
        }
#pragma warning disable CA1031 // Whatever a tool throws, the answer goes on without it.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var isLate = late.IsCancellationRequested;
            ToolFailed(tool.Name, isLate ? "late" : fault.GetType().Name, !isLate && fault is ToolFaultException ? fault.Message : string.Empty);
            metrics.Ended(tool.Name, isLate ? "late" : "failed", time.GetElapsedTime(start));
            return Nothing;
        }
    }

    private string? Write(IAnswerTool tool, ToolResult result)
    {
        if (ToolText.Clean(result.Text, limits.MaxCharacters) is not { Length: > 0 } text)
        {
            return null;
        }

        var passage = ToolPassage.Of(tool.Name, result, text, caller.Tenant, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        _passages.Add(passage);
        return NumberedPassages.WriteOne(passage, assembly.Append(passage), random);
    }

    private string Refused(string tool)
    {
        metrics.Ended(tool, "refused", TimeSpan.Zero);
        return Nothing;
    }

    private static Dictionary<string, JsonElement>? ReadArguments(FunctionCallContent call)
    {
        var read = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var length = 0;
        foreach (var (name, value) in call.Arguments ?? new Dictionary<string, object?>())
        {
            JsonElement element;
            try
            {
                element = value is JsonElement json ? json : JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions);
                length += name.Length + element.GetRawText().Length;
            }
            catch (Exception fault) when (fault is NotSupportedException or JsonException or InvalidOperationException)
            {
                return null;
            }

            if (length > LongestArguments)
            {
                return null;
            }

            read[name] = element;
        }

        return read;
    }

    [LoggerMessage(LogEvents.ToolFailed, LogLevel.Warning, "The tool {Tool} found nothing for an answer ({Fault}): {Reason}")]
    private partial void ToolFailed(string tool, string fault, string reason);
}
