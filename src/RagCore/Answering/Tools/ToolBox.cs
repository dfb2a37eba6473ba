using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Citations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>The tools there are, and who may use them.</summary>
internal sealed class ToolBox(
    IEnumerable<IToolSource> sources, IOptions<ToolOptions> options, ToolMetrics metrics, TimeProvider time, Random random, ILogger<ToolSession> logger)
{
    private readonly IToolSource[] _sources = [.. sources];

    /// <summary>Opens what an answer may use; null where there is no tool for its audience.</summary>
    /// <param name="access">What the audience may read.</param>
    /// <param name="asker">Who alone reads the answer; null where several people do or nobody is known.</param>
    /// <param name="assembly">Gets what is found as further passages.</param>
    public ToolSession? Open(AccessFilter access, string? asker, AnswerAssembly assembly)
    {
        Dictionary<string, IAnswerTool>? tools = null;
        foreach (var source in _sources)
        {
            foreach (var tool in source.Tools)
            {
                if (tool.Audience.Admits(access, asker))
                {
                    (tools ??= new(StringComparer.Ordinal)).TryAdd(tool.Name, tool);
                }
            }
        }

        return tools is null
            ? null
            : new ToolSession(tools, new ToolCaller(access.Tenant, asker, access.Principals), assembly, options.Value, metrics, time, random, logger);
    }
}
