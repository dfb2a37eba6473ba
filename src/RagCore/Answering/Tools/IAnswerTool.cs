using System.Text.Json;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>Looks something up that a model asks for while it answers. Reads and never writes (L-09).</summary>
internal interface IAnswerTool
{
    /// <summary>Gets its name, as <see cref="ToolNames"/> allows it.</summary>
    string Name { get; }

    /// <summary>Gets what it is good for, for the model.</summary>
    string Description { get; }

    /// <summary>Gets the JSON schema of its arguments.</summary>
    JsonElement Parameters { get; }

    /// <summary>Gets who may use it.</summary>
    ToolAudience Audience { get; }

    /// <summary>Looks it up.</summary>
    /// <param name="arguments">What the model wrote. Nothing in it is believed.</param>
    /// <param name="caller">For whom, as we know it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was found; null when there is nothing.</returns>
    /// <exception cref="ToolFaultException">It cannot be looked up.</exception>
    Task<ToolResult?> InvokeAsync(IReadOnlyDictionary<string, JsonElement> arguments, ToolCaller caller, CancellationToken cancellationToken);
}

/// <summary>Has tools; which ones may change while the process runs.</summary>
internal interface IToolSource
{
    /// <summary>Gets the tools that can be used now.</summary>
    IReadOnlyList<IAnswerTool> Tools { get; }
}
