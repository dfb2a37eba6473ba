using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ChatOpsBot.RagCore.Models.Tools;

/// <summary>A tool of a server.</summary>
internal sealed class McpTool : IAnswerTool
{
    private readonly McpClient _client;
    private readonly string _nameAtServer;
    private readonly ToolServerOptions _server;
    private readonly Action _suspect;

    private McpTool(McpClient client, ToolServerOptions server, Tool tool, JsonElement parameters, Action suspect)
    {
        _client = client;
        _nameAtServer = tool.Name;
        _server = server;
        _suspect = suspect;
        Name = $"{server.Name}_{new string([.. tool.Name.Select(character => char.IsAsciiLetterOrDigit(character) || character is '-' ? character : '_')])}";
        Description = ToolText.Clean(tool.Description ?? tool.Title ?? tool.Name, ToolSchema.LongestDescription);
        Parameters = parameters;
        Audience = new ToolAudience([.. server.Tenants], [.. server.Readers], IsPersonal: false);
    }

    public string Name { get; }

    public string Description { get; }

    public JsonElement Parameters { get; }

    public ToolAudience Audience { get; }

    /// <summary>Returns the tool, or null with the reason why it is not offered.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="server">The server's settings.</param>
    /// <param name="tool">What the server says of it.</param>
    /// <param name="suspect">Called when the connection failed.</param>
    /// <param name="reason">Why not.</param>
    public static McpTool? Of(McpClient client, ToolServerOptions server, Tool tool, Action suspect, out string? reason)
    {
        // Nobody's word can make a tool read-only. But what says of itself that it writes is believed (L-09).
        if (tool.Annotations is { ReadOnlyHint: false } or { DestructiveHint: true, ReadOnlyHint: not true })
        {
            reason = "it says that it changes something";
            return null;
        }

        if (ToolSchema.Clean(tool.InputSchema) is not { } parameters)
        {
            reason = "the schema of its arguments is no object or too long";
            return null;
        }

        var read = new McpTool(client, server, tool, parameters, suspect);
        reason = ToolNames.IsValid(read.Name) ? null : "its name is too long";
        return reason is null ? read : null;
    }

    public async Task<ToolResult?> InvokeAsync(IReadOnlyDictionary<string, JsonElement> arguments, ToolCaller caller, CancellationToken cancellationToken)
    {
        var result = await CallAsync(new Dictionary<string, JsonElement>(arguments), cancellationToken);
        if (result.IsError is true)
        {
            throw new ToolFaultException("The server says that it failed.");
        }

        var text = string.Join("\n\n", result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        return string.IsNullOrWhiteSpace(text) ? null : new ToolResult(_server.Title ?? _server.Name!, text, TextFormat.Plain, _server.Link);
    }

    private async Task<CallToolResult> CallAsync(Dictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.CallToolAsync(new CallToolRequestParams { Name = _nameAtServer, Arguments = arguments }, cancellationToken);
        }
        catch (McpException fault)
        {
            throw new ToolFaultException("The server refused the call.", fault);
        }
#pragma warning disable CA1031 // The ways a transport can fail are not told; any of them means that the connection is to be looked at.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _suspect();
            throw new ToolFaultException($"The server does not answer ({fault.GetType().Name}).", fault);
        }
    }
}
