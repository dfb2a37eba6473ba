using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class WebLimitsTests
{
    [Fact]
    public async Task A_caller_beyond_its_limit_is_told_when_to_come_back_and_another_is_not_held_up()
    {
        var settings = new Dictionary<string, string?> { ["Channels:Web:RequestsPerMinute"] = "3" }
            .WithKey(out var eager, principals: ["a"]).WithKey(out var calm, principals: ["a"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, (await host.Client.AskAsync(key: eager)).Status);
        }

        var limited = await host.Client.AskAsync(key: eager);

        Assert.Equal((429, "too_many_requests"), (limited.Status, limited.Code));
        Assert.InRange(int.Parse(limited.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(200, (await host.Client.AskAsync(key: calm)).Status);
        Assert.Equal(4, host.Turns.Accepted.Count);
    }

    [Fact]
    public async Task Guessing_keys_is_limited_by_address()
    {
        var settings = new Dictionary<string, string?> { ["Channels:Web:RequestsPerMinute"] = "2" }.WithKey(out var key, principals: ["a"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        Assert.Equal(401, (await host.Client.AskAsync(key: "guess1")).Status);
        Assert.Equal(401, (await host.Client.AskAsync(key: "guess2")).Status);
        Assert.Equal(429, (await host.Client.AskAsync(key: "guess3")).Status);
        Assert.Equal(200, (await host.Client.AskAsync(key: key)).Status);
    }

    [Fact]
    public async Task A_limit_of_zero_limits_nothing()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?> { ["Channels:Web:RequestsPerMinute"] = "0" });

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => (await host.Client.AskAsync()).Status));

        Assert.All(statuses, status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Pages_of_other_origins_are_kept_out_until_they_are_named()
    {
        var settings = new Dictionary<string, string?> { ["Channels:Web:AllowedOrigins:0"] = "https://intranet.example.com" }.WithKey(out var key, principals: ["a"]);
        await using var host = await WebTestHost.StartAsync(settings, "Production");

        var named = await PreflightAsync(host, "https://intranet.example.com");
        var other = await PreflightAsync(host, "https://attacker.example");
        var called = await host.Client.AskAsync(key: key, change: request => request.Headers.Add("Origin", "https://intranet.example.com"));

        Assert.Equal((204, "https://intranet.example.com"), (named.Status, named.Headers["Access-Control-Allow-Origin"]));
        Assert.False(other.Headers.ContainsKey("Access-Control-Allow-Origin"));
        Assert.False(named.Headers.ContainsKey("Access-Control-Allow-Credentials"));
        Assert.Equal((200, "https://intranet.example.com"), (called.Status, called.Headers["Access-Control-Allow-Origin"]));
    }

    private static Task<Received> PreflightAsync(WebTestHost host, string origin) => host.Client.SendAsync(HttpMethod.Options, "/v1/chat", null, change: request =>
    {
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
    });
}
