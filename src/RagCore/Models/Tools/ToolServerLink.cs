using System.Threading.Channels;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>Keeps the connection to one server. While it is down, its tools are not there; it is tried again after pauses that double.</summary>
internal sealed partial class ToolServerLink(ToolServerOptions server, TimeProvider time, Random random, ILogger<ToolServerLink> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _suspicions = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly HashSet<string> _toldRefusals = new(StringComparer.Ordinal);
    private volatile IAnswerTool[] _tools = [];
    private int _count = -1;
    private bool _isLost;
    private TimeSpan _pause = FirstPause;

    public IReadOnlyList<IAnswerTool> Tools => _tools;

    /// <summary>Connects, and again whenever the connection is lost.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await UseAsync(cancellationToken);
            }
#pragma warning disable CA1031 // Whatever a server or its transport does, the bot answers without its tools.
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Lost(fault);
            }
            finally
            {
                _tools = [];
            }

            await Task.Delay(_pause * (0.5 + random.NextDouble()), time, cancellationToken);
            _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        }
    }

    private async Task UseAsync(CancellationToken cancellationToken)
    {
        using var http = server.Endpoint is null ? null : ToolServerHttp.Create();
        await using var client = await InTimeAsync(limit => McpClient.CreateAsync(Transport(http), ClientOptions(), loggerFactory: null, limit), cancellationToken);
        while (!client.Completion.IsCompleted)
        {
            var listed = await InTimeAsync(limit => client.ListToolsAsync(new ListToolsRequestParams(), limit).AsTask(), cancellationToken);
            _tools = [.. Allowed(client, listed.Tools)];
            Found();
            await WaitAsync(client, cancellationToken);
        }

        throw new IOException("The server ended the connection.");
    }

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(server.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        return await run(either.Token).WaitAsync(either.Token);
    }

    private async Task WaitAsync(McpClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(client.Completion, _suspicions.Reader.WaitToReadAsync(limit.Token).AsTask(), Task.Delay(server.RefreshInterval, time, limit.Token));
        await limit.CancelAsync();
        _suspicions.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // In the order of the settings, so that a server cannot put itself before others.
    private List<IAnswerTool> Allowed(McpClient client, IList<Tool> listed)
    {
        var tools = new List<IAnswerTool>();
        foreach (var name in server.AllowedTools.Distinct(StringComparer.Ordinal))
        {
            string? reason = "the server has no such tool";
            if (listed.FirstOrDefault(tool => tool.Name == name) is { } found && McpTool.Of(client, server, found, Suspect, out reason) is { } tool)
            {
                tools.Add(tool);
                _toldRefusals.Remove(name);
            }
            else if (_toldRefusals.Add(name))
            {
                ToolRefused(server.Name!, name, reason!);
            }
        }

        return tools;
    }

    private void Suspect() => _suspicions.Writer.TryWrite(true);

    private IClientTransport Transport(HttpClient? http) => http is null
        ? new StdioClientTransport(new StdioClientTransportOptions
        {
            Name = server.Name,
            Command = server.Command!,
            Arguments = [.. server.Args],
            InheritEnvironmentVariables = false,
            EnvironmentVariables = EnvironmentOf(server),
        })
        : new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Name = server.Name,
                Endpoint = server.Endpoint!,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string>(server.Headers, StringComparer.OrdinalIgnoreCase),
                ConnectionTimeout = server.ConnectTimeout,
                EnableStandaloneGetStream = false,
            },
            http);

    // The bot's own environment holds secrets that are no server's business.
    private static Dictionary<string, string?> EnvironmentOf(ToolServerOptions server)
    {
        var variables = new Dictionary<string, string?>(StdioClientTransportOptions.GetDefaultEnvironmentVariables());
        foreach (var (name, value) in server.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }

    private McpClientOptions ClientOptions() => new()
    {
        ClientInfo = new Implementation { Name = "ChatOpsBot", Version = typeof(ToolServerLink).Assembly.GetName().Version?.ToString() ?? "0" },
        InitializationTimeout = server.ConnectTimeout,
    };

    private void Lost(Exception fault)
    {
        if (!_isLost)
        {
            ServerLost(server.Name!, fault.GetType().Name);
        }

        _isLost = true;
    }

    private void Found()
    {
        _pause = FirstPause;
        if (_isLost || _tools.Length != _count)
        {
            ServerFound(server.Name!, _tools.Length);
        }

        (_isLost, _count) = (false, _tools.Length);
    }

    [LoggerMessage(LogEvents.ToolServerLost, LogLevel.Warning, "The tool server {Server} cannot be used ({Fault}); answers are made without its tools until it can")]
    private partial void ServerLost(string server, string fault);

    [LoggerMessage(LogEvents.ToolServerFound, LogLevel.Information, "The tool server {Server} offers {Count} tools")]
    private partial void ServerFound(string server, int count);

    [LoggerMessage(LogEvents.ToolOfServerRefused, LogLevel.Warning, "The tool {Tool} of the server {Server} is not offered: {Reason}")]
    private partial void ToolRefused(string server, string tool, string reason);
}
