using ChatOpsBot.RagCore.Answering.Tools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>The configured servers. Without a host that runs it, as on the console, they are not connected and have no tools.</summary>
internal sealed class ToolServers(IOptions<ToolServersOptions> options, TimeProvider time, Random random, ILogger<ToolServerLink> logger) : BackgroundService, IToolSource
{
    private readonly ToolServerLink[] _links = [.. options.Value.Mcp.Select(server => new ToolServerLink(server, time, random, logger))];

    public IReadOnlyList<IAnswerTool> Tools => _links.Length == 0 ? [] : [.. _links.SelectMany(link => link.Tools)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(_links.Select(link => link.RunAsync(stoppingToken)));
    }
}
