using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>The same product against an emulator of Slack written by others, which also sends the bot its own messages as events.</summary>
public sealed partial class EmulatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_person_in_the_emulator_reads_one_answer_with_its_sources()
    {
        await using var emulator = await SlackEmulator.StartAsync();
        await using var bot = await BotProcess.StartAsync(Settings(emulator, ("BotToken", SlackEmulator.BotToken)));

        await AssertAnswersAsync(emulator, bot);
    }

    [Fact]
    public async Task A_workspace_that_installs_in_the_emulator_is_answered_with_its_own_token()
    {
        await using var emulator = await SlackEmulator.StartAsync();
        await using var bot = await BotProcess.StartAsync(Settings(
            emulator,
            ("ClientId", SlackEmulator.ClientId),
            ("ClientSecret", SlackEmulator.ClientSecret),
            ("AuthorizeUrl", emulator.AuthorizeUrl.AbsoluteUri),
            ("RedirectUrl", SlackEmulator.RedirectUrl),
            ($"Workspaces__{FakeSlackWorkspace.TeamId}", "default")));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler);

        using var begun = await browser.GetAsync(new Uri(bot.Address, "slack/install"));
        var back = await ConsentAsync(browser, begun.Headers.Location!);
        var stranger = await EndAsync(browser, bot, back, cookie: null);
        var installed = await EndAsync(browser, bot, back, begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);

        Assert.Equal(HttpStatusCode.BadRequest, stranger.Status);
        Assert.True(installed.Status == HttpStatusCode.OK, $"{installed.Status}: {installed.Page}\n{bot.Output}");
        Assert.Contains("ChatOpsBot is installed in Acme", installed.Page, StringComparison.Ordinal);
        await AssertAnswersAsync(emulator, bot);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AssertAnswersAsync(SlackEmulator emulator, BotProcess bot)
    {
        var channel = await GeneralAsync(emulator);
        await emulator.SendEventsToAsync(new Uri(bot.Address, "slack/events"));

        var text = $"<@{FakeSlackWorkspace.BotUserId}> {SlackStage.Question}";
        var ts = (await emulator.CallAsync("chat.postMessage", new { channel, text })).GetProperty("ts").GetString()!;
        await MentionAsync(bot, channel, ts, text);

        await Eventually.HoldsAsync(() => HasAnswer(emulator, channel, ts), () => bot.Output);
        Assert.Equal(0, await bot.TerminateAsync());
        var replies = await RepliesAsync(emulator, channel, ts);
        var answer = Assert.Single(replies);
        var seen = SlackSight.Of(JsonNode.Parse(answer.GetProperty("blocks").GetRawText()));
        Assert.Contains(SlackStage.Answer, seen, StringComparison.Ordinal);
        Assert.Contains("[1]", answer.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains("Annual Leave", seen, StringComparison.Ordinal);
    }

    // The page of consent has a form for each person; the first is sent as a browser would.
    private static async Task<Uri> ConsentAsync(HttpClient browser, Uri authorize)
    {
        var page = await browser.GetStringAsync(authorize);
        var form = page[page.IndexOf("<form", StringComparison.Ordinal)..page.IndexOf("</form>", StringComparison.Ordinal)];
        var fields = HiddenField().Matches(form).Select(field => KeyValuePair.Create(field.Groups[1].Value, WebUtility.HtmlDecode(field.Groups[2].Value)));
        using var content = new FormUrlEncodedContent(fields);
        using var sent = await browser.PostAsync(new Uri(authorize, "/oauth/v2/authorize/callback"), content);
        return sent.Headers.Location!;
    }

    // The address that Slack sends the browser to is the bot's public one.
    private static async Task<(HttpStatusCode Status, string Page)> EndAsync(HttpClient browser, BotProcess bot, Uri back, string? cookie)
    {
        Assert.StartsWith(SlackEmulator.RedirectUrl, back.AbsoluteUri, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bot.Address, back.PathAndQuery));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var response = await browser.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)"/>""", RegexOptions.CultureInvariant)]
    private static partial Regex HiddenField();

    private static bool HasAnswer(SlackEmulator emulator, string channel, string ts)
        => RepliesAsync(emulator, channel, ts).GetAwaiter().GetResult()
            .Any(reply => reply.GetProperty("text").GetString()!.Contains(SlackStage.Answer, StringComparison.Ordinal));

    // The emulator sends "message" only; the mention beside it is signed here, as Slack does both.
    private static async Task MentionAsync(BotProcess bot, string channel, string ts, string text)
    {
        await using var unused = await FakeSlack.StartAsync();
        var person = new SlackPerson(unused, bot.Client, TimeProvider.System, "U000000002");
        var body = person.Envelope(person.Event("app_mention", channel, ts, text)).ToJsonString();
        using var request = SlackRequests.Sign("/slack/events", "application/json", body, SlackEmulator.SigningSecret, TimeProvider.System.GetUtcNow());
        using var response = await bot.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<string> GeneralAsync(SlackEmulator emulator)
    {
        var channels = (await emulator.CallAsync("conversations.list", new { })).GetProperty("channels").EnumerateArray();
        var general = channels.Single(channel => channel.GetProperty("name").GetString() == "general").GetProperty("id").GetString()!;
        await emulator.CallAsync("conversations.join", new { channel = general });
        return general;
    }

    private static async Task<List<JsonElement>> RepliesAsync(SlackEmulator emulator, string channel, string ts)
    {
        var thread = await emulator.CallAsync("conversations.replies", new { channel, ts });
        return [.. thread.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("ts").GetString() != ts)];
    }

    private Dictionary<string, string?> Settings(SlackEmulator emulator, params (string Key, string Value)[] given)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage__DataPath"] = _folder.Path,
            ["Storage__EncryptionKeys__0"] = Convert.ToBase64String("an encryption key for tests only"u8),
            ["Channels__Slack__Enabled"] = "true",
            ["Channels__Slack__SigningSecret"] = SlackEmulator.SigningSecret,
            ["Channels__Slack__ApiBaseUrl"] = emulator.ApiBaseUrl.AbsoluteUri,
        };
        foreach (var (key, value) in given)
        {
            settings[$"Channels__Slack__{key}"] = value;
        }

        return settings;
    }
}
