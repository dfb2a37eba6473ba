using System.Net;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class UnauthenticatedRequestsTests : IDisposable
{
    private readonly FixedTimeProvider _time = new();
    private readonly RecordingLogs _logs = new();
    private readonly ILoggerFactory _logging;

    public UnauthenticatedRequestsTests() => _logging = LoggerFactory.Create(logging => logging.AddProvider(_logs));

    public void Dispose() => _logging.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("127.0.0.2", "127.0.0.1", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("::ffff:127.0.0.1", "LOCALHOST", true)]
    [InlineData("10.0.0.7", "localhost", false)]
    [InlineData("::ffff:10.0.0.7", "localhost", false)]
    [InlineData("0.0.0.0", "localhost", false)]
    [InlineData(null, "localhost", false)]
    [InlineData("127.0.0.1", "bot.example", false)]
    [InlineData("127.0.0.1", "localhost.evil.example", false)]
    [InlineData("127.0.0.1", "", false)]
    public void Only_this_machine_may_do_without_a_token(string? remote, string host, bool allowed)
        => Assert.Equal(allowed, Requests().Allows(Request(remote, host)));

    [Theory]
    [InlineData(false, true, "Development")]
    [InlineData(true, false, "Development")]
    [InlineData(true, true, "Production")]
    [InlineData(true, true, "Staging")]
    [InlineData(true, true, "")]
    public async Task Without_switch_and_Development_nobody_may(bool enabled, bool allowed, string environment)
    {
        var requests = Requests(enabled, allowed, environment);

        await requests.StartAsync(CancellationToken.None);

        Assert.False(requests.Allows(Request()));
        Assert.Empty(_logs.Text);
    }

    [Theory]
    [InlineData("Authorization", "Bearer x.y.z")]
    [InlineData("Authorization", "")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public void A_request_with_a_token_or_from_a_tunnel_may_not(string header, string value)
    {
        var request = Request();
        request.Headers[header] = value;

        Assert.False(Requests().Allows(request));
    }

    [Fact]
    public async Task It_warns_at_the_start_and_once_a_minute_when_used()
    {
        var requests = Requests();
        await requests.StartAsync(CancellationToken.None);
        Assert.Equal((1, 0), Warnings());

        requests.Allows(Request("10.0.0.7"));
        Assert.Equal((1, 0), Warnings());

        requests.Allows(Request());
        requests.Allows(Request());
        _time.Advance(TimeSpan.FromSeconds(59));
        requests.Allows(Request());
        Assert.Equal((1, 1), Warnings());

        _time.Advance(TimeSpan.FromSeconds(1));
        requests.Allows(Request());
        Assert.Equal((1, 2), Warnings());
    }

    private (int Started, int Used) Warnings()
    {
        var lines = _logs.Text.Split('\n');
        return (Count(LogEvents.TeamsUnauthenticatedAllowed), Count(LogEvents.TeamsUnauthenticatedUsed));

        int Count(int id) => lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($"[{id}]", StringComparison.Ordinal));
    }

    private UnauthenticatedRequests Requests(bool enabled = true, bool allowed = true, string environment = "Development")
        => new(
            Options.Create(new TeamsOptions { Enabled = enabled, DangerouslyAllowUnauthenticatedRequests = allowed }),
            new Surroundings(environment), _time, _logging.CreateLogger<UnauthenticatedRequests>());

    private static HttpRequest Request(string? remote = "127.0.0.1", string host = "localhost")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Request.Host = new HostString(host);
        return context.Request;
    }
}
