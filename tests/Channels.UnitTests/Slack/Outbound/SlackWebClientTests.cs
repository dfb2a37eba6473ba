using System.Diagnostics.Metrics;
using System.Net;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
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
        using var http = new SlackHttp(new Network(() => throw new TaskCanceledException("connect", new TimeoutException())));

        var fault = await Assert.ThrowsAsync<SlackApiException>(() => Client(http).CallAsync(SlackMethod.PostMessage, "T1", "C1", [], default));

        Assert.Equal(("unreachable", DeliveryFailure.Transient), (fault.Error, fault.Failure));
    }

    [Fact]
    public async Task One_busy_channel_does_not_stop_the_others()
    {
        using var http = new SlackHttp(new Network(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"ok":true}""") }));
        var client = Client(http);

        var busy = Enumerable.Range(0, 20).Select(_ => client.CallAsync(SlackMethod.PostMessage, "T1", "C1", [], default)).ToList();
        var other = client.CallAsync(SlackMethod.PostMessage, "T1", "C2", [], default);

        await Assert.ThrowsAsync<SlackApiException>(() => busy[^1]);
        _time.Advance(TimeSpan.FromSeconds(1));
        await other.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains(busy, call => !call.IsCompleted);
    }

    private SlackWebClient Client(SlackHttp http)
    {
        var options = Options.Create(new SlackOptions { Enabled = true, BotToken = FakeSlack.BotToken });
        var metrics = new SlackMetrics(_services.GetRequiredService<IMeterFactory>());
        return new SlackWebClient(http, new SlackPacer(new InProcessPaceKeeper(_time), _time), metrics, _time, options, NullLogger<SlackWebClient>.Instance);
    }

    private sealed class Network(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(answer());
    }
}
