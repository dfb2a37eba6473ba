using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>Tells a model of a tool. Cannot be called: only a session calls tools, with its limits.</summary>
internal sealed class ToolDeclaration(IAnswerTool tool) : AIFunctionDeclaration
{
    /// <inheritdoc/>
    public override string Name => tool.Name;

    /// <inheritdoc/>
    public override string Description => tool.Description;

    /// <inheritdoc/>
    public override JsonElement JsonSchema => tool.Parameters;
}
