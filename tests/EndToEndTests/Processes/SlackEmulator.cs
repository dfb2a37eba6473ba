using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>An emulator of Slack that nobody in this project wrote (npm <c>emulate</c>), run on loopback.</summary>
internal sealed class SlackEmulator : IAsyncDisposable
{
    public const string SigningSecret = "emulator_signing_secret_0123";
    public const string BotToken = "xoxb-bot";
    public const string PersonToken = "xoxp-alice";
    public const string ClientId = "1.2";
    public const string ClientSecret = "emulator_client_secret";
    public const string RedirectUrl = "https://bot.example.com/slack/oauth/callback";

    private const string Driver = "slack-emulator.mjs";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _client;

    private SlackEmulator(Process process, Uri address)
    {
        _process = process;
        ApiBaseUrl = new Uri(address, "api/");
        AuthorizeUrl = new Uri(address, "oauth/v2/authorize");
        _client = new HttpClient { BaseAddress = ApiBaseUrl };
    }

    public Uri ApiBaseUrl { get; }

    public Uri AuthorizeUrl { get; }

    public static async Task<SlackEmulator> StartAsync()
    {
        var start = new ProcessStartInfo("node", [Driver])
        {
            WorkingDirectory = NpmClients.Folder(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PORT"] = LoopbackPort.Free().ToString(CultureInfo.InvariantCulture);
        start.Environment["SIGNING_SECRET"] = SigningSecret;
        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(StartLimit);
        var address = await process.StandardOutput.ReadLineAsync(limit.Token);
        Assert.False(address is null, "The emulator did not start; its message is above.");
        return new SlackEmulator(process, new Uri(address));
    }

    /// <summary>Sends the events of everything said from now on to this address.</summary>
    public Task SendEventsToAsync(Uri address) => _process.StandardInput.WriteLineAsync(address.AbsoluteUri);

    /// <summary>Calls a method of the Web API as a person.</summary>
    public async Task<JsonElement> CallAsync(string method, object arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(method, UriKind.Relative)) { Content = JsonContent.Create(arguments) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", PersonToken);
        using var response = await _client.SendAsync(request);
        var reply = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(reply.GetProperty("ok").GetBoolean(), $"{method}: {reply}");
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
    }
}
