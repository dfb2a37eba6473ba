using System.Diagnostics.Metrics;
using System.Net;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.UnitTests.Slack.Outbound;

public sealed class SlackWebClientTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FixedTimeProvider _time = new();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task A_connection_that_is_never_made_is_a_failure_like_any_other_and_no_cancellation()
    {
        using var http = new SlackHttp(new Network(_ => throw new TaskCanceledException("connect", new TimeoutException())));

        var fault = await Assert.ThrowsAsync<SlackApiException>(() => Client(http).CallAsync(SlackMethod.PostMessage, "T1", "C1", [], default));

        Assert.Equal(("unreachable", DeliveryFailure.Transient), (fault.Error, fault.Failure));
    }

    [Fact]
    public async Task One_busy_channel_does_not_stop_the_others()
    {
        using var http = new SlackHttp(new Network(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"ok":true}""") }));
        var client = Client(http);

        var busy = Enumerable.Range(0, 20).Select(_ => client.CallAsync(SlackMethod.PostMessage, "T1", "C1", [], default)).ToList();
        var other = client.CallAsync(SlackMethod.PostMessage, "T1", "C2", [], default);

        await Assert.ThrowsAsync<SlackApiException>(() => busy[^1]);
        _time.Advance(TimeSpan.FromSeconds(1));
        await other.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains(busy, call => !call.IsCompleted);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(null)]
    public async Task A_workspace_that_does_not_answer_is_left_alone_then_probed_while_others_go_on(int? status)
    {
        var (sent, isDown) = (new List<string>(), true);
        using var http = new SlackHttp(new Network(request =>
        {
            var team = request.Headers.Authorization is null ? "url" : request.Content!.ReadAsStringAsync().Result;
            sent.Add(team);
            return !isDown || !team.Contains("down", StringComparison.Ordinal) ? Ok()
                : status is { } code ? new HttpResponseMessage((HttpStatusCode)code) : throw new HttpRequestException(HttpRequestError.ConnectionError);
        }));
        var client = Client(http);
        for (var i = 0; i < 8; i++)
        {
            await FailAsync(client, "down");
        }

        var refused = await FailAsync(client, "down");
        Assert.Equal(("breaker_open", DeliveryFailure.Transient), (refused.Error, refused.Failure));
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        Assert.Equal(8, sent.Count);
        await client.CallAsync(SlackMethod.AuthTest, "up", null, new() { ["team"] = "up" }, default);
        await client.RespondAsync("down", new Uri("https://hooks.slack.com/x"), [], default);

        // One probe that fails, then one that does not.
        _time.Advance(TimeSpan.FromSeconds(6));
        sent.Clear();
        await FailAsync(client, "down");
        Assert.Equal("breaker_open", (await FailAsync(client, "down")).Error);
        Assert.Single(sent);
        isDown = false;
        _time.Advance(TimeSpan.FromSeconds(11));
        await client.CallAsync(SlackMethod.AuthTest, "down", null, new() { ["team"] = "down" }, default);
        await client.CallAsync(SlackMethod.AuthTest, "down", null, new() { ["team"] = "down" }, default);
        Assert.Equal(3, sent.Count);
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"internal_error"}""", 200)]
    [InlineData("""{"ok":false,"error":"channel_not_found"}""", 200)]
    [InlineData("", 404)]
    public async Task What_slack_itself_refuses_speaks_for_no_outage(string body, int status)
    {
        using var http = new SlackHttp(new Network(_ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) }));
        var client = Client(http);

        for (var i = 0; i < 30; i++)
        {
            Assert.NotEqual("breaker_open", (await FailAsync(client, "T1")).Error);
        }
    }

    [Fact]
    public async Task A_post_that_may_have_been_shown_stays_unclear_while_its_workspace_is_left_alone()
    {
        using var http = new SlackHttp(new Network(_ => new HttpResponseMessage(HttpStatusCode.BadGateway)));
        var client = Client(http);

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(DeliveryFailure.Ambiguous, (await FailAsync(client, "T1", SlackMethod.PostMessage)).Failure);
        }

        Assert.Equal(DeliveryFailure.Transient, (await FailAsync(client, "T1", SlackMethod.PostMessage)).Failure);
    }

    private static HttpResponseMessage Ok() => new(HttpStatusCode.OK) { Content = new StringContent("""{"ok":true}""") };

    private static Task<SlackApiException> FailAsync(SlackWebClient client, string team, SlackMethod? method = null)
        => Assert.ThrowsAsync<SlackApiException>(() => client.CallAsync(method ?? SlackMethod.AuthTest, team, null, new() { ["team"] = team }, default));

    private SlackWebClient Client(SlackHttp http)
    {
        var options = Options.Create(new SlackOptions { Enabled = true, BotToken = FakeSlack.BotToken });
        var metrics = new SlackMetrics(_services.GetRequiredService<IMeterFactory>());
        var breakers = new PlatformBreakers(_services.GetRequiredService<IMeterFactory>(), _time, NullLogger<PlatformBreakers>.Instance);
        return new ConfiguredWorkspace(http, options, metrics, _time, new SlackIdentity(options)).Client(new SlackPacer(new InProcessPaceKeeper(_time), _time), breakers);
    }

    private sealed class Network(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(answer(request));
    }
}
