using System.Net;
using System.Text.Json.Nodes;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>However often and in whatever order Slack delivers, a question is answered once.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly string[] RetryReasons = ["http_timeout", "http_error", "connection_failed"];

    private SlackStage _stage = null!;

    public async Task InitializeAsync() => _stage = await SlackStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_mention_delivered_four_times_at_once_is_answered_once()
    {
        var (_, envelope) = _stage.Mention("C0ATONCE");

        var answers = await Task.WhenAll(
            [_stage.Alice.SendEventAsync(envelope), .. RetryReasons.Select((reason, i) => _stage.Alice.SendEventAsync(envelope, i + 1, reason))]);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await _stage.WaitForAnswerAsync("C0ATONCE");
        await _stage.SettleAsync();
        _stage.AssertOneAnswer("C0ATONCE");
    }

    [Fact]
    public async Task A_mention_delivered_again_after_its_answer_is_answered_once()
    {
        var (_, envelope) = _stage.Mention("C0LATER");
        await DeliverAsync(envelope);
        await _stage.WaitForAnswerAsync("C0LATER");

        for (var i = 0; i < RetryReasons.Length; i++)
        {
            using var answer = await _stage.Alice.SendEventAsync(envelope, i + 1, RetryReasons[i]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await _stage.SettleAsync();
        _stage.AssertOneAnswer("C0LATER");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_message_twin_of_a_mention_is_the_same_question(bool twinComesFirst)
    {
        var (ts, mention) = _stage.Mention("C0TWINS");
        var twin = _stage.Alice.Envelope(_stage.Alice.Event("message", "C0TWINS", ts, (string)mention["event"]!["text"]!));
        JsonObject[] order = twinComesFirst ? [twin, mention] : [mention, twin];

        await DeliverAsync(order[0]);
        await DeliverAsync(order[1]);
        await _stage.WaitForAnswerAsync("C0TWINS");
        await DeliverAsync(order[1]);
        await DeliverAsync(order[0]);

        await _stage.SettleAsync();
        _stage.AssertOneAnswer("C0TWINS");
    }

    [Fact]
    public async Task A_thread_goes_on_without_a_mention_but_strangers_are_left_alone()
    {
        var asked = await _stage.Alice.MentionAsync("C0OPS", "How many days of annual leave do employees get in Portugal?");
        await _stage.WaitForAnswerAsync("C0OPS", "25 days");
        var strangers = _stage.Alice.Write("C0GENERAL", "Lunch?");

        var ignored = await _stage.Alice.SayAsync("C0GENERAL", SlackStage.Question, strangers);
        var followed = await _stage.Alice.SayAsync("C0OPS", "and in the Netherlands?", asked.Ts);

        Assert.Equal(HttpStatusCode.OK, ignored.Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, followed.Response.StatusCode);
        await _stage.WaitForAnswerAsync("C0OPS", "28 days");
        await _stage.SettleAsync();
        Assert.Equal(2, _stage.Slack.Workspace.BotMessagesIn("C0OPS", asked.Ts).Count);
        Assert.Empty(_stage.Said("C0GENERAL"));
    }

    private async Task DeliverAsync(JsonObject envelope)
    {
        using var answer = await _stage.Alice.SendEventAsync(envelope);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
