using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using Microsoft.Playwright;

namespace ChatOpsBot.EndToEndTests.Web;

/// <summary>The playground in a real browser: ask, read the source, rate, go on.</summary>
public sealed class PlaygroundTests : IAsyncLifetime
{
    private const string Question = "How many days of annual leave can I carry over?";

    private readonly TemporaryFolder _folder = new();
    private BotProcess _bot = null!;

    public async Task InitializeAsync()
        => _bot = await BotProcess.StartAsync(new Dictionary<string, string?> { ["Storage__DataPath"] = _folder.Path });

    public async Task DisposeAsync()
    {
        await _bot.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_cited_document_opens_with_the_quote_marked(ColorScheme colors)
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot, colors);
        await playground.PictureAsync($"playground-welcome-{colors}");
        await playground.AskAsync(Question);
        await playground.PictureAsync($"playground-answer-{colors}");

        await playground.OpenFirstSourceAsync();

        Assert.Equal(await playground.QuotedWordsAsync(), await playground.MarkedWordsAsync());
        await playground.PictureAsync($"playground-source-{colors}");
        Assert.Empty(playground.Complaints);
    }

    [Fact]
    public async Task A_vote_is_changed_and_explained_and_every_channel_shows_it()
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot);
        await playground.AskAsync(Question);
        var (up, down) = (playground.LastCard.GetByLabel("Good answer"), playground.LastCard.GetByLabel("Bad answer"));

        await up.ClickAsync();
        await Assertions.Expect(up).ToHaveAttributeAsync("aria-pressed", "true");
        await playground.PictureAsync("playground-vote-up");
        await down.ClickAsync();
        await playground.LastCard.GetByRole(AriaRole.Button, new() { Name = "The source is out of date" }).ClickAsync();
        await playground.LastCard.GetByLabel("Comment").FillAsync("It changed in May.");
        await playground.PictureAsync("playground-vote-reasons");
        await playground.LastCard.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();

        await Assertions.Expect(playground.LastCard.GetByText("Thanks, noted")).ToBeVisibleAsync();
        await Assertions.Expect(up).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(down).ToHaveAttributeAsync("aria-pressed", "true");
        await playground.PictureAsync("playground-vote-sent");
        Assert.Contains("👎 1", await SlackPreviewAsync(playground), StringComparison.Ordinal);
        await playground.PictureAsync("playground-preview-slack");
        Assert.Empty(playground.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task An_answer_is_drawn_as_teams_shows_it(ColorScheme colors)
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot, colors);
        await playground.AskAsync(Question);
        await playground.LastCard.GetByLabel("Good answer").ClickAsync();
        await Assertions.Expect(playground.LastCard.GetByLabel("Good answer")).ToHaveAttributeAsync("aria-pressed", "true");
        await playground.LastCard.GetByRole(AriaRole.Tab, new() { Name = "Teams" }).ClickAsync();
        var message = playground.LastCard.GetByLabel("Message in Teams");

        await Assertions.Expect(message).ToContainTextAsync("👍 1");
        await Assertions.Expect(message.GetByRole(AriaRole.Button, new() { Name = "👎 Not helpful" })).ToBeVisibleAsync();
        await playground.PictureAsync($"playground-preview-teams-{colors}");
        await playground.LastCard.GetByText("What Teams gets").ClickAsync();
        using var payload = JsonDocument.Parse((await playground.LastCard.Locator("pre code").TextContentAsync())!);
        Assert.Equal("1.5", payload.RootElement[0].GetProperty("attachments")[0].GetProperty("content").GetProperty("version").GetString());
        Assert.Empty(playground.Complaints);
    }

    [Fact]
    public async Task A_follow_up_belongs_to_the_conversation()
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot);
        await playground.AskAsync("How many days of annual leave do employees get in Portugal?");

        await playground.AskAsync("and in the Netherlands?");

        await Assertions.Expect(playground.LastCard).ToContainTextAsync("28 days");
        await playground.PictureAsync("playground-follow-up");
        Assert.Empty(playground.Complaints);
    }

    [Fact]
    public async Task On_a_narrow_screen_the_source_is_a_sheet_over_the_talk()
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot, width: 390, height: 844);
        await playground.AskAsync(Question);
        await playground.PictureAsync("playground-narrow");

        await playground.OpenFirstSourceAsync();
        await playground.PictureAsync("playground-narrow-source");

        var sheet = await playground.Page.Locator("#source").BoundingBoxAsync();
        Assert.Equal(390, sheet!.Width, tolerance: 1);
        Assert.False(await playground.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));
        await playground.Page.GetByLabel("Close the source").ClickAsync();
        await Assertions.Expect(playground.Page.Locator("#source")).ToBeHiddenAsync();
        Assert.Empty(playground.Complaints);
    }

    [Fact]
    public async Task Every_example_question_is_answered()
    {
        await using var playground = await PlaygroundPage.OpenAsync(_bot);
        foreach (var question in await playground.Page.Locator("#examples button").AllInnerTextsAsync())
        {
            await playground.AskAsync(question);

            await Assertions.Expect(playground.LastCard.Locator("button.chip").First).ToBeVisibleAsync();
        }

        Assert.Empty(playground.Complaints);
    }

    private static async Task<string> SlackPreviewAsync(PlaygroundPage playground)
    {
        await playground.LastCard.GetByRole(AriaRole.Tab, new() { Name = "Slack" }).ClickAsync();
        var code = playground.LastCard.Locator("pre code");
        await Assertions.Expect(code).ToContainTextAsync("feedback_buttons");
        var json = (await code.TextContentAsync())!;
        using var parsed = JsonDocument.Parse(json);
        return json;
    }
}
