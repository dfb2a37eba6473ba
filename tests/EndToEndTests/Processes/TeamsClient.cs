using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.TestKit.Files;
using Microsoft.Playwright;

namespace ChatOpsBot.EndToEndTests.Processes;

/// <summary>Microsoft's test client of Teams (npm <c>@microsoft/m365agentsplayground</c>) in a browser, used as a person would.</summary>
internal sealed class TeamsClient : IAsyncDisposable
{
    public const string AppId = "5e1f0000-0000-4000-8000-0000000000b0";
    public const string AppPassword = "a-client-secret-of-the-test-client";
    public const string Tenant = "5e1f0000-0000-4000-8000-000000000001";
    public const string PersonalChat = "Personal Chat";
    public const string GroupChat = "Group";
    public const string TeamChannel = "Announcements";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly Process _process;
    private readonly TemporaryFolder _folder;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private TeamsClient(Process process, TemporaryFolder folder, IPlaywright playwright, IBrowser browser, IPage page)
        => (_process, _folder, _playwright, _browser, Page) = (process, folder, playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Returns the address the client gives the bot for its answers.</summary>
    public static Uri ServiceUrl(int port) => new($"http://localhost:{port}/_connector");

    /// <summary>Starts the client and opens it.</summary>
    /// <param name="bot">The bot's address.</param>
    /// <param name="port">Where the client listens.</param>
    /// <param name="issuer">Where it gets tokens; without one it sends none.</param>
    public static async Task<TeamsClient> OpenAsync(Uri bot, int port, TeamsTokenIssuer? issuer = null)
    {
        var folder = new TemporaryFolder();
        var process = Process.Start(StartInfo(bot, port, issuer, folder.Path))!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 1000 } });
        page.SetDefaultTimeout(60_000);
        await page.RouteAsync(url => new Uri(url).Host is not ("localhost" or "127.0.0.1"), route => route.AbortAsync());
        var client = new TeamsClient(process, folder, playwright, browser, page);
        await client.WaitUntilUpAsync(port);
        await page.GotoAsync($"http://localhost:{port}/");
        await page.GetByRole(AriaRole.Textbox).First.WaitForAsync();
        return client;
    }

    /// <summary>Opens a chat or channel.</summary>
    public async Task GoToAsync(string place)
    {
        await Page.GetByRole(AriaRole.Treeitem, new() { Name = place }).First.ClickAsync();

        // The client marks nothing when it has changed over; a mention typed too early would not be offered the bot, and time out.
        await Page.WaitForTimeoutAsync(1_000);
    }

    /// <summary>Says something.</summary>
    public async Task SayAsync(string text, bool mention = false, TeamsBox where = TeamsBox.Last)
    {
        var boxes = Page.GetByRole(AriaRole.Textbox);
        var box = where switch { TeamsBox.NewPost => boxes.First, TeamsBox.FirstThread => boxes.Nth(1), _ => boxes.Last };
        await box.ClickAsync();
        if (mention)
        {
            await Page.Keyboard.TypeAsync("@");
            await Page.Locator("[role=listbox] >> text=ChatOpsBot").First.ClickAsync();
        }

        await Page.Keyboard.TypeAsync(text);
        var buttons = Page.GetByRole(AriaRole.Button, new() { Name = where == TeamsBox.NewPost ? "Post" : "Send Message", Exact = where == TeamsBox.NewPost });
        await (where == TeamsBox.Last ? buttons.Last : buttons.First).ClickAsync();
    }

    /// <summary>Clicks the last button of this name.</summary>
    /// <param name="button">The name.</param>
    /// <param name="isWhole">Whether it is the whole name: in a reader's own card it may begin with "Change to".</param>
    public Task ClickAsync(string button, bool isWhole = true) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = isWhole }).Last.ClickAsync();

    /// <summary>Has the client send one of its ready-made activities.</summary>
    public async Task MockAsync(string activity)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Mock an Activity" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem).Filter(new() { HasText = activity }).First.ClickAsync();
        var send = Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^(send|send activity)$", System.Text.RegularExpressions.RegexOptions.IgnoreCase) });
        await send.Last.ClickAsync();
    }

    /// <summary>Waits until a person can read a text.</summary>
    public Task WaitForAsync(string text) => Page.GetByText(text).Last.WaitForAsync();

    /// <summary>Waits until a person can read a text so many times.</summary>
    public Task WaitForAsync(string text, int times) => Page.GetByText(text).Nth(times - 1).WaitForAsync();

    /// <summary>Returns how often a text can be read.</summary>
    public Task<int> CountAsync(string text) => Page.GetByText(text).CountAsync();

    /// <summary>Saves a picture where <c>CHATOPSBOT_SCREENSHOTS</c> says.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"teams-{name}.png") });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static ProcessStartInfo StartInfo(Uri bot, int port, TeamsTokenIssuer? issuer, string folder)
    {
        var clients = NpmClients.Folder();
        string[] preloads = issuer is null ? ["teams-loopback.cjs"] : ["teams-loopback.cjs", "teams-login-redirect.cjs"];
        List<string> arguments = [.. preloads.SelectMany(file => new[] { "--require", Path.Combine(clients, file) }), "--dns-result-order=ipv4first"];
        arguments.AddRange([Path.Combine(clients, "node_modules/@microsoft/m365agentsplayground/cli.js"), "start", "-e", new Uri(bot, "api/messages").AbsoluteUri]);
        arguments.AddRange(["-c", "msteams", "-p", port.ToString(CultureInfo.InvariantCulture), "--dt"]);
        if (issuer is not null)
        {
            arguments.AddRange(["--client-id", AppId, "--client-secret", AppPassword]);
        }

        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["TEAMSAPPTESTER_BROWSER"] = "none";
        start.Environment["BROWSER"] = "none";
        start.Environment["M365_AGENTS_PLAYGROUND_CONFIG_PATH"] = RepositoryFiles.PathOf("manifests", "teams", "m365agentsplayground.yml");
        start.Environment["LOGIN_PORT"] = issuer?.Port.ToString(CultureInfo.InvariantCulture);
        return start;
    }

    private async Task WaitUntilUpAsync(int port)
    {
        using var probe = new HttpClient();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!_process.HasExited)
        {
            try
            {
                using var answer = await probe.GetAsync(new Uri($"http://127.0.0.1:{port}/_debug/ping"), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }

        Assert.Fail($"The test client of Teams ended with exit code {_process.ExitCode}.");
    }
}

/// <summary>Where something is typed.</summary>
internal enum TeamsBox
{
    /// <summary>The last box there is: the one of a chat.</summary>
    Last,

    /// <summary>A new post of a channel.</summary>
    NewPost,

    /// <summary>The thread under the first post of a channel.</summary>
    FirstThread,
}
