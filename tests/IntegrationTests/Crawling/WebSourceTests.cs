using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.IntegrationTests.Hosting;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.TestKit.Crawling;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.IntegrationTests.Crawling;

/// <summary>The composed product with a web site as its source, over TLS on this machine.</summary>
public sealed class WebSourceTests
{
    private const string Canary = "canary-words-of-a-page";

    [Fact]
    public async Task A_page_is_answered_from_once_the_product_is_ready_and_the_citation_opens_it()
    {
        await using var site = await TestSite.StartAsync();
        site.Map("/sitemap.xml", "<urlset><url><loc>https://docs.example.com/badges?v=2</loc></url><url><loc>https://docs.example.com/gone?token=hidden</loc></url></urlset>", "text/xml");
        site.Map("/badges?v=2", $"<html><head><title>Badges</title></head><body><main><h1>Visitors</h1><p>Welcome, {Canary}.</p><h2>Returning badges</h2><p>A visitor badge is returned at the north gate.</p></main></body></html>");

        await using var bot = await RunningBot.StartAsync(
            new Dictionary<string, string> { ["Knowledge:Sources:0:Sitemaps:0"] = "https://docs.example.com/sitemap.xml" },
            services => services.AddSingleton<ICrawlNetwork>(new LoopbackNetwork(site)).AddSingleton(new CrawlLimits { Delay = TimeSpan.Zero }));
        using var response = await bot.Client.PostAsJsonAsync(new Uri("/v1/chat", UriKind.Relative), new { text = "Where is a visitor badge returned?" });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("answer", answer.GetProperty("kind").GetString());
        Assert.Equal("https://docs.example.com/badges?v=2", answer.GetProperty("citations")[0].GetProperty("link").GetString()!.Split('#')[0]);
        var lines = bot.Logs.Text.Split('\n');
        Assert.Contains(lines, line => line.Contains("https://docs.example.com/gone was not read: Gone", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("RagCore.Knowledge", StringComparison.Ordinal) && line.Contains("token=hidden", StringComparison.Ordinal));
    }
}
