using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>The product as a process, connected to a fake Slack that outlives it, on a data folder that outlives it.</summary>
internal sealed class SlackStage : IAsyncDisposable
{
    public const string Question = "How many days of annual leave can I carry over?";
    public const string Answer = "up to five unused days";

    private readonly TemporaryFolder _folder = new();

    private SlackStage(FakeSlack slack) => Slack = slack;

    public FakeSlack Slack { get; }

    public BotProcess Bot { get; private set; } = null!;

    /// <summary>Gets or sets how often a question is tried. More than by default where the process is killed more often than that.</summary>
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Gets or sets a value indicating whether answers are streamed.</summary>
    public bool Streams { get; set; } = true;

    /// <summary>Gets a person who speaks to the process that runs now.</summary>
    public SlackPerson Alice { get; private set; } = null!;

    /// <summary>Starts Slack, and the product too.</summary>
    public static async Task<SlackStage> StartAsync()
    {
        var stage = await OpenAsync();
        await stage.StartBotAsync();
        return stage;
    }

    /// <summary>Starts Slack only, for tests that make it go wrong before the product starts.</summary>
    public static async Task<SlackStage> OpenAsync() => new(await FakeSlack.StartAsync());

    public async Task StartBotAsync()
    {
        Bot = await BotProcess.StartAsync(Settings());
        Alice = new SlackPerson(Slack, Bot.Client, TimeProvider.System);
    }

    /// <summary>Ends the process without warning.</summary>
    public async Task KillAsync()
    {
        await Bot.KillAsync();
        await Bot.DisposeAsync();
    }

    /// <summary>Lets the process finish what it has begun and end: afterwards nothing more can be posted.</summary>
    public async Task SettleAsync()
    {
        var code = await Bot.TerminateAsync();
        await Bot.DisposeAsync();
        Assert.True(code == 0, $"The product ended with exit code {code}:\n{Bot.Output}");
    }

    /// <summary>Writes a mention into the workspace and builds its event, to be delivered as often as the test likes.</summary>
    public (string Ts, JsonObject Envelope) Mention(string channel, string text = Question)
    {
        Slack.Workspace.Add(new SlackConversation(channel));
        var mention = $"<@{FakeSlackWorkspace.BotUserId}> {text}";
        var ts = Alice.Write(channel, mention);
        return (ts, Alice.Envelope(Alice.Event("app_mention", channel, ts, mention)));
    }

    /// <summary>Delivers an event to a process that may be killed meanwhile; says whether the door answered 200.</summary>
    public async Task<bool> TryDeliverAsync(JsonObject envelope, int? retry = null)
    {
        try
        {
            using var response = await Alice.SendEventAsync(envelope, retry);
            return response.IsSuccessStatusCode;
        }
        catch (Exception cut) when (cut is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // It was killed before it answered, and the client of the dead process was let go of; Slack delivers again.
            return false;
        }
    }

    /// <summary>Everything the bot said in a channel, in whatever thread, as a person reads it.</summary>
    public IReadOnlyList<string> Said(string channel)
        => [.. Slack.Workspace.Messages.Where(message => message.Channel == channel && message.User == FakeSlackWorkspace.BotUserId).Select(message => message.Seen)];

    public Task WaitForAnswerAsync(string channel, string answer = Answer, TimeSpan? limit = null)
        => Eventually.HoldsAsync(() => Said(channel).Any(text => text.Contains(answer, StringComparison.Ordinal)), () => Report(channel), limit);

    /// <summary>One answer, nothing beside it: no second one, no placeholder left over.</summary>
    public void AssertOneAnswer(string channel, string answer = Answer)
    {
        var said = Said(channel);
        Assert.True(said.Count == 1 && said[0].Contains(answer, StringComparison.Ordinal), Report(channel));
    }

    public async ValueTask DisposeAsync()
    {
        if (Bot is not null)
        {
            await Bot.DisposeAsync();
        }

        await Slack.DisposeAsync();
        _folder.Dispose();
    }

    private string Report(string channel)
    {
        var calls = Slack.Calls.Where(call => (string?)call.Arguments["channel"] == channel)
            .Select(call => $"{call.At:mm:ss.fff} {call.Method} {call.Error ?? "ok"}");
        return $"{channel} shows [{string.Join("] [", Said(channel))}]\ncalls:\n{string.Join('\n', calls)}\noutput:\n{Bot.Output}";
    }

    private Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["Storage__DataPath"] = _folder.Path,
        ["Inbox__MaxAttempts"] = MaxAttempts.ToString(CultureInfo.InvariantCulture),
        ["Channels__Slack__Enabled"] = "true",
        ["Channels__Slack__SigningSecret"] = FakeSlack.SigningSecret,
        ["Channels__Slack__BotToken"] = FakeSlack.BotToken,
        ["Channels__Slack__ApiBaseUrl"] = Slack.ApiBaseUrl.AbsoluteUri,
        ["Channels__Slack__AllowedResponseHosts__0"] = Slack.ResponseHost,
        ["Channels__Slack__Streaming"] = Streams ? "true" : "false",
    };
}
