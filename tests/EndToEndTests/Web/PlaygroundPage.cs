using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace ChatOpsBot.EndToEndTests.Web;

/// <summary>The playground in a browser, used as a person would; collects what must not happen on the way.</summary>
internal sealed partial class PlaygroundPage : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly ConcurrentQueue<string> _complaints = new();

    private PlaygroundPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Gets console errors, script errors and requests to other hosts.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator LastCard => Page.Locator("article.card").Last;

    public static async Task<PlaygroundPage> OpenAsync(BotProcess bot, ColorScheme colors = ColorScheme.Light, int width = 1280, int height = 860)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Quiet });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors });
        page.SetDefaultTimeout(60_000);
        var opened = new PlaygroundPage(playwright, browser, page);
        opened.Listen(bot.Address);
        await page.GotoAsync(new Uri(bot.Address, "playground").AbsoluteUri);
        return opened;
    }

    /// <summary>Asks and waits for the answer's card.</summary>
    public async Task AskAsync(string question)
    {
        var before = await Page.Locator("article.card").CountAsync();
        await Page.Locator("#question").FillAsync(question);
        await Page.Locator("#question").PressAsync("Enter");
        await Page.Locator("article.card").Nth(before).WaitForAsync();
    }

    public async Task OpenFirstSourceAsync()
    {
        await LastCard.Locator("button.chip").First.ClickAsync();
        await Page.Locator("#source-page mark").First.WaitForAsync();
    }

    /// <summary>What is highlighted in the open document, word by word.</summary>
    public async Task<string> MarkedWordsAsync() => Words(string.Join(' ', await Page.Locator("#source-page mark").AllInnerTextsAsync()));

    /// <summary>What the first source of the last card quotes, word by word.</summary>
    public async Task<string> QuotedWordsAsync() => Words(await LastCard.Locator(".sources .quote").First.InnerTextAsync());

    /// <summary>Keeps a picture where <c>CHATOPSBOT_SCREENSHOTS</c> names a folder.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Words(string text) => string.Join(' ', Word().Matches(text).Select(match => match.Value));

    private void Listen(Uri home)
    {
        Page.Console += (_, message) => Complain(message.Type == "error", message.Text);
        Page.PageError += (_, error) => Complain(true, error);
        Page.Request += (_, request) => Complain(new Uri(request.Url) is { Scheme: "http" or "https" } url && url.Authority != home.Authority, request.Url);
    }

    private void Complain(bool isWrong, string what)
    {
        if (isWrong)
        {
            _complaints.Enqueue(what);
        }
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
