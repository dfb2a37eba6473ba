using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class WebHeadersTests
{
    public static TheoryData<string, string, string?, int> Requests => new()
    {
        { "POST", "/v1/chat", """{"text":"a"}""", 200 },
        { "POST", "/v1/chat", "{", 400 },
        { "POST", "/v1/chat", """{"text":"a","tenant":"x"}""", 403 },
        { "GET", "/v1/chat", null, 405 },
        { "OPTIONS", "/v1/chat", null, 405 },
        { "GET", "/v1/documents/hr/leave.md", null, 200 },
        { "GET", "/v1/documents/none", null, 404 },
        { "POST", "/v1/feedback", """{"turn_id":"t","vote":"up"}""", 404 },
        { "GET", "/v1/none", null, 404 },
        { "GET", "/playground", null, 200 },
        { "GET", "/playground/app.js", null, 200 },
        { "GET", "/playground/none.js", null, 404 },
        { "GET", "/playground/previews/none", null, 404 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Every_response_carries_the_security_headers(string method, string path, string? body, int status)
    {
        await using var host = await WebTestHost.StartAsync();

        var received = await host.Client.SendAsync(new HttpMethod(method), path, body is null ? null : WebRequests.Json(body));

        Assert.Equal(status, received.Status);
        AssertSecured(received);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_fault_of_ours_tells_nothing_and_where_people_are_served_is_explained(string environment)
    {
        await using var host = await WebTestHost.StartAsync(
            new Dictionary<string, string?>().WithKey(out var key, principals: ["a"]),
            environment,
            services => services.Replace(ServiceDescriptor.Singleton<IKnowledgeIndex>(_ => throw new InvalidOperationException("canary-4711"))));

        var received = await host.Client.FetchAsync("/v1/documents/hr/leave.md", key);

        Assert.Equal(500, received.Status);
        if (environment == "Production")
        {
            Assert.Equal("failed", received.Code);
            Assert.DoesNotContain("canary-4711", received.Body, StringComparison.Ordinal);
            AssertSecured(received);
        }
    }

    [Fact]
    public async Task Refused_callers_get_the_headers_too()
    {
        await using var host = await WebTestHost.StartAsync(new Dictionary<string, string?> { ["Channels:Web:RequestsPerMinute"] = "1" }, "Production");

        var refused = await host.Client.AskAsync();
        var limited = await host.Client.AskAsync();

        Assert.Equal((401, 429), (refused.Status, limited.Status));
        AssertSecured(refused);
        AssertSecured(limited);
    }

    [Fact]
    public async Task Other_parts_of_the_host_are_left_alone()
    {
        await using var host = await WebTestHost.StartAsync(environment: "Production");

        var received = await host.Client.FetchAsync("/other");

        Assert.Equal((404, ""), (received.Status, received.Body));
        Assert.False(received.Headers.ContainsKey("Content-Security-Policy"));
    }

    private static void AssertSecured(Received received)
    {
        Assert.Equal("nosniff", received.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", received.Headers["Referrer-Policy"]);
        Assert.Equal("same-origin", received.Headers["Cross-Origin-Opener-Policy"]);
        Assert.Contains(received.Headers["Cache-Control"], new[] { "no-store", "no-cache" });
        var policy = received.Headers["Content-Security-Policy"];
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.False(received.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }
}
