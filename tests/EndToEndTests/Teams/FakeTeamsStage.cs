using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Servers;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>The product as a process, with a fake Teams and an issuer of genuine tokens that outlive it, on a data folder that outlives it.</summary>
internal sealed class FakeTeamsStage : IAsyncDisposable
{
    public const string Question = "How many days of annual leave can I carry over?";
    public const string Answer = "up to five unused days";

    private readonly TemporaryFolder _folder = new();
    private readonly TokenIssuerServer _issuer;
    private readonly int _port = LoopbackPort.Free();
    private FakeTeams? _teams;

    private FakeTeamsStage(TokenIssuerServer issuer) => _issuer = issuer;

    public FakeTeamsPlatform Teams => _teams!.Platform;

    public BotProcess Bot { get; private set; } = null!;

    /// <summary>Gets or sets how often a question is tried. More than by default where the process is killed more often than that.</summary>
    public int MaxAttempts { get; set; } = 5;

    private string ServiceUrl => $"http://127.0.0.1:{_port}/emea/";

    /// <summary>Starts Teams, and the product too.</summary>
    public static async Task<FakeTeamsStage> StartAsync()
    {
        var stage = await OpenAsync();
        await stage.StartTeamsAsync();
        await stage.StartBotAsync();
        return stage;
    }

    /// <summary>Starts neither, for tests that decide when each is there.</summary>
    public static async Task<FakeTeamsStage> OpenAsync() => new(await TokenIssuerServer.StartAsync());

    public async Task StartTeamsAsync(params string[] conversations) => _teams = await FakeTeams.StartAsync(port: _port, conversations: conversations);

    /// <summary>Starts the product.</summary>
    /// <param name="workers">How many turns it runs at a time; with none it only accepts.</param>
    public async Task StartBotAsync(int workers = 4)
    {
        var settings = Settings();
        settings["Inbox__Workers"] = workers.ToString(CultureInfo.InvariantCulture);
        Bot = await BotProcess.StartAsync(settings);
    }

    /// <summary>Ends the process without warning.</summary>
    public async Task KillAsync()
    {
        await Bot.KillAsync();
        await Bot.DisposeAsync();
    }

    /// <summary>Lets the process finish what it has begun and end: afterwards nothing more can be sent.</summary>
    public async Task SettleAsync()
    {
        var code = await Bot.TerminateAsync();
        await Bot.DisposeAsync();
        Assert.True(code == 0, $"The product ended with exit code {code}:\n{Bot.Output}");
    }

    /// <summary>Gets or sets a value indicating whether answers in personal chats are streamed; most tests are about what is posted and changed.</summary>
    public bool Streaming { get; set; }

    /// <summary>Returns a person of the tenant that is served.</summary>
    public TeamsPerson Person(string name = "alice") => new(TimeProvider.System, ServiceUrl, name) { SpeaksIn = FakeTeams.TenantId };

    /// <summary>Lets Teams know the conversation of an activity; returns its id.</summary>
    public string Open(JsonObject activity)
    {
        var conversation = (string)activity["conversation"]!["id"]!;
        Teams.Open(conversation);
        return conversation;
    }

    /// <summary>Delivers an activity with a genuine token.</summary>
    public async Task<HttpResponseMessage> SendAsync(JsonObject activity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/messages", UriKind.Relative)) { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = AuthenticationHeaderValue.Parse(_issuer.Bearer(FakeTeams.AppId, ServiceUrl));
        return await Bot.Client.SendAsync(request);
    }

    /// <summary>Delivers an activity that must be taken.</summary>
    public async Task DeliverAsync(JsonObject activity)
    {
        using var response = await SendAsync(activity);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Delivers an activity to a process that may be killed meanwhile.</summary>
    public async Task TryDeliverAsync(JsonObject activity)
    {
        try
        {
            using var response = await SendAsync(activity);
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // It was killed before it answered, and the client of the dead process was let go of; Teams delivers again.
        }
    }

    /// <summary>Returns what was sent to a conversation and how that ended, such as <c>post 201, update 200</c>; 0 stands for no answer. Typing and reading the roster are left out.</summary>
    public string Sent(string conversation) => string.Join(", ", Teams.Calls
        .Where(call => call.Request.Conversation == conversation && call.Operation is not ("typing" or "members"))
        .Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Operation} {call.Status}")));

    public Task WaitForAnswerAsync(string conversation, string answer = Answer, TimeSpan? limit = null)
        => Eventually.HoldsAsync(() => Shown(conversation, answer).Count > 0, () => Report(conversation), limit);

    /// <summary>Says whether the answer is there.</summary>
    public bool IsAnswered(string conversation) => Shown(conversation, Answer).Count > 0;

    /// <summary>Waits until a call of the Connector or the token endpoint ended in a way; 0 stands for one that hangs.</summary>
    public Task WaitForCallAsync(string operation, int status)
        => Eventually.HoldsAsync(() => Teams.Calls.Any(call => call.Operation == operation && call.Status == status), () => $"{operation} {status}\n{Bot.Output}");

    /// <summary>Waits until the product has written something.</summary>
    public Task WaitForOutputAsync(string text)
        => Eventually.HoldsAsync(() => Bot.Output.Contains(text, StringComparison.Ordinal), () => $"'{text}' in:\n{Bot.Output}");

    /// <summary>One answer, and beside it nothing but placeholders that nobody knows any more.</summary>
    public void AssertOneAnswer(string conversation, string answer = Answer, int orphans = 0)
        => AssertOneAnswer(conversation, answer, orphans, orphans);

    /// <summary>One answer, and beside it no more placeholders than so many.</summary>
    public void AssertOneAnswer(string conversation, string answer, int fewestOrphans, int mostOrphans)
    {
        Assert.True(Shown(conversation, answer).Count == 1, Report(conversation));
        Assert.True(Orphans(conversation).Count >= fewestOrphans && Orphans(conversation).Count <= mostOrphans, Report(conversation));
        Assert.True(Teams.MessagesIn(conversation).Count == 1 + Orphans(conversation).Count, Report(conversation));
    }

    /// <summary>Returns the placeholders that were left.</summary>
    public IReadOnlyList<TeamsStoredMessage> Orphans(string conversation)
        => [.. Teams.MessagesIn(conversation).Where(message => message.Edits == 0 && message.Seen.Contains("Searching", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        if (Bot is not null)
        {
            await Bot.DisposeAsync();
        }

        if (_teams is not null)
        {
            await _teams.DisposeAsync();
        }

        await _issuer.DisposeAsync();
        _folder.Dispose();
    }

    private IReadOnlyList<TeamsStoredMessage> Shown(string conversation, string answer)
        => [.. Teams.MessagesIn(conversation).Where(message => message.Seen.Contains(answer, StringComparison.Ordinal))];

    private string Report(string conversation)
        => $"{conversation} shows [{string.Join("] [", Teams.MessagesIn(conversation).Select(message => message.Seen))}]\nsent: {Sent(conversation)}\noutput:\n{Bot.Output}";

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["Storage__DataPath"] = _folder.Path,
        ["Inbox__MaxAttempts"] = MaxAttempts.ToString(CultureInfo.InvariantCulture),
        ["Channels__Teams__Enabled"] = "true",
        ["Channels__Teams__Streaming"] = Streaming ? "true" : "false",
        ["Channels__Teams__AppType"] = "SingleTenant",
        ["Channels__Teams__AppId"] = FakeTeams.AppId,
        ["Channels__Teams__AppPassword"] = FakeTeams.AppPassword,
        ["Channels__Teams__TenantId"] = FakeTeams.TenantId,
        ["Channels__Teams__OpenIdMetadataUrl"] = _issuer.MetadataUrl.AbsoluteUri,
        ["Channels__Teams__LoginUrl"] = $"http://127.0.0.1:{_port}/login/",
        ["Channels__Teams__AllowedServiceHosts__0"] = $"127.0.0.1:{_port}",
    };
}
