using System.Net;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>Genuine requests that hold half of a surrogate pair where a name or a type is compared.</summary>
public sealed class SlackBrokenUnicodeTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync() => _bot = await SlackBot.StartAsync();

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"\ud800\ud800\ud800"}""")]
    [InlineData("""{"\ud800\ud800":1,"type":"event_callback"}""")]
    [InlineData("""{"type":"event_callback","team_id":"T000000001","event_id":"Ev1","event":{"type":"\ud800\ud800\ud800"}}""")]
    [InlineData("""{"type":"event_callback","team_id":"T000000001","event_id":"Ev1","event":{"\ud800\ud800":1,"type":"message"}}""")]
    [InlineData("""{"type":"event_callback","team_id":"T000000001","event_id":"Ev1","event":{"type":"message","channel":"C0OPS","user":"U0ALICE","ts":"1700000000.1","text":"a","channel_type":"\ud800"}}""")]
    public async Task An_event_is_refused_for_good_or_ignored_and_leaves_nothing(string body)
    {
        using var response = await SendAsync("/slack/events", "application/json", body);

        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.BadRequest]);
        Assert.Equal(response.StatusCode is HttpStatusCode.BadRequest, response.Headers.Contains("x-slack-no-retry"));
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_click_is_refused_for_good()
    {
        using var response = await SendAsync(
            "/slack/interactions", "application/x-www-form-urlencoded", "payload=" + Uri.EscapeDataString("""{"\ud800\ud800":1,"type":"block_actions"}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True(response.Headers.Contains("x-slack-no-retry"));
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string contentType, string body)
    {
        using var request = SlackRequests.Sign(path, contentType, body, FakeSlack.SigningSecret, _bot.Time.GetUtcNow());
        return await _bot.Client.SendAsync(request);
    }
}
