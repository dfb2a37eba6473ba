using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Processes;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>
/// A real server that speaks the protocols of OpenAI and Anthropic, on a free loopback port. What a model answers, or what goes wrong, stands in
/// <c>model-answers.json</c> beside the npm clients.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    public const string ApiKey = "sk-only-for-tests-0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatopsbot-models-");
    private readonly HttpClient _http = new();
    private ServerProcess? _process;

    private ModelServer()
    {
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>Gets the address for the protocol of OpenAI.</summary>
    public Uri OpenAiEndpoint => new(Root, "v1");

    /// <summary>Gets the address for the protocol of Anthropic.</summary>
    public Uri AnthropicEndpoint => Root;

    private Uri Root => new($"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/");

    private string Log => Path.Combine(_folder.FullName, "server.log");

    public static async Task<ModelServer> StartNewAsync()
    {
        var server = new ModelServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Returns the requests so far: what was asked, and when.</summary>
    public async Task<IReadOnlyList<ModelServerRequest>> RequestsAsync()
    {
        var journal = JsonNode.Parse(await _http.GetStringAsync(new Uri(Root, "__aimock/journal?limit=1000")))!.AsArray();
        return [.. journal.Select(entry => new ModelServerRequest((string)entry!["path"]!, (long)entry["timestamp"]!, entry["body"] as JsonObject ?? []))];
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process?.Dispose();
        _folder.Delete(recursive: true);
        await Task.CompletedTask;
    }

    private async Task StartAsync()
    {
        _process = ServerProcess.Start(
            "node",
            [
                Path.Combine(NpmClients.Folder(), "node_modules", "@copilotkit", "aimock", "dist", "cli.js"),
                "--port", Port.ToString(CultureInfo.InvariantCulture),
                "--fixtures", Path.Combine(NpmClients.Folder(), "model-answers.json"),
                "--log-level", "warn",
            ],
            Log);
        for (var until = DateTime.UtcNow + Patience; !await AnswersAsync();)
        {
            if (DateTime.UtcNow > until || _process.HasExited)
            {
                throw new InvalidOperationException($"The model server does not answer: {await File.ReadAllTextAsync(Log)}");
            }

            await Task.Delay(20);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await _http.GetStringAsync(new Uri(Root, "__aimock/journal?limit=1"));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>One request a model server took.</summary>
/// <param name="Path">Its path.</param>
/// <param name="At">When it came, in milliseconds of the Unix epoch.</param>
/// <param name="Body">What was asked.</param>
public sealed record ModelServerRequest(string Path, long At, JsonObject Body)
{
    /// <summary>Gets the model that was asked.</summary>
    public string Model => (string?)Body["model"] ?? string.Empty;
}
