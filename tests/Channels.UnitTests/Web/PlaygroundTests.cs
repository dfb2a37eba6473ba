using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Web.Playground;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed partial class PlaygroundTests
{
    private static readonly string[] Files =
        ["index.html", "app.css", "app.js", "api.js", "answer.js", "votes.js", "source.js", "teams.js", "markdown.js", "dom.js", "icon.svg"];

    [Fact]
    public async Task The_playground_opens_in_Development_and_nowhere_else()
    {
        await using var development = await WebTestHost.StartAsync();
        await using var production = await WebTestHost.StartAsync(environment: "Production");

        Assert.Equal((302, "/playground"), await LocationAsync(development));
        foreach (var path in Files.Select(file => $"/playground/{file}").Append("/playground"))
        {
            Assert.Equal(200, (await development.Client.FetchAsync(path)).Status);
            Assert.Equal(404, (await production.Client.FetchAsync(path)).Status);
        }

        Assert.Equal(404, (await production.Client.FetchAsync("/")).Status);
    }

    [Theory]
    [InlineData("app.js", "text/javascript")]
    [InlineData("app.css", "text/css")]
    [InlineData("icon.svg", "image/svg+xml")]
    [InlineData("index.html", "text/html")]
    public async Task A_file_is_served_with_its_type_and_only_once(string file, string mediaType)
    {
        await using var host = await WebTestHost.StartAsync();

        var first = await host.Client.FetchAsync($"/playground/{file}");
        var second = await host.Client.FetchAsync($"/playground/{file}", change: request => request.Headers.Add("If-None-Match", first.Headers["ETag"]));

        Assert.Equal(mediaType, first.MediaType);
        Assert.Equal((304, ""), (second.Status, second.Body));
    }

    [Fact]
    public void No_file_loads_from_elsewhere_or_turns_text_into_markup()
    {
        var assets = new PlaygroundAssets();

        foreach (var file in Files)
        {
            var text = System.Text.Encoding.UTF8.GetString(assets.Find(file)!.Content.Span);
            Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|\\beval\\b|new Function|srcdoc", text);
            Assert.DoesNotMatch("(src|href|url|import|from)\\s*[=(]?\\s*[\"'(](https?:)?//", text);
            Assert.DoesNotMatch(" style=| on[a-z]+=\"", text);
        }
    }

    [Fact]
    public void The_reasons_on_the_page_are_those_that_are_counted()
    {
        var script = System.Text.Encoding.UTF8.GetString(new PlaygroundAssets().Find("votes.js")!.Content.Span);

        var offered = ReasonLine().Matches(script).Select(match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal(VoteReasons.All.Select(reason => (reason.Key, Phrases.English[reason.Text])), offered);
    }

    [Fact]
    public async Task Previews_show_the_person_who_asked_what_each_channel_would_send()
    {
        await using var host = await WebTestHost.StartAsync(configure: services => services
            .AddSingleton<IReplyPreview>(new NamedPreview(ChannelKind.Teams)).AddSingleton<IReplyPreview>(new NamedPreview(ChannelKind.Slack)));
        await host.Client.AskAsync("""{"text":"Hi","user":"ann"}""");
        var turn = host.Turns.Accepted.Single().TurnId;
        await host.Client.VoteAsync($$"""{"turn_id":"{{turn}}","user":"ann","vote":"up"}""");

        var mine = await host.Client.FetchAsync($"/playground/previews/{turn}?user=ann");

        var payload = $$"""{"turn":"{{turn}}","up":1}""";
        Assert.Equal("""{"previews":[{"channel":"slack","payload":""" + payload + """},{"channel":"teams","payload":""" + payload + "}]}", mine.Body);
        Assert.Equal(404, (await host.Client.FetchAsync($"/playground/previews/{turn}?user=bob")).Status);
        Assert.Equal(404, (await host.Client.FetchAsync($"/playground/previews/{turn}")).Status);
    }

    private static async Task<(int, string)> LocationAsync(WebTestHost host)
    {
        var received = await host.Client.FetchAsync("/");
        return (received.Status, received.Headers["Location"]);
    }

    [GeneratedRegex("""^  \["([a-z_]+)", "([^"]+)"\],$""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex ReasonLine();

    private sealed class NamedPreview(ChannelKind kind) : IReplyPreview
    {
        public ChannelKind Kind => kind;

        public JsonNode Render(OutboundReply reply, string turnId, string? locale) => new JsonObject { ["turn"] = turnId, ["up"] = reply.Votes.Up };
    }
}
