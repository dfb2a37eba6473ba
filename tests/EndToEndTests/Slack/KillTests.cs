using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>Killed at any step, started again on the same folder: the person sees one answer, and nothing that was begun is left behind.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData("auth.test", SlackEffect.None, false)]
    [InlineData("chat.postMessage", SlackEffect.None, false)]
    [InlineData("chat.postMessage", SlackEffect.Done, false)]
    [InlineData("chat.update", SlackEffect.None, false)]
    [InlineData("chat.update", SlackEffect.Done, false)]
    [InlineData("chat.startStream", SlackEffect.None, true)]
    [InlineData("chat.startStream", SlackEffect.Done, true)]
    [InlineData("chat.stopStream", SlackEffect.None, true)]
    [InlineData("chat.stopStream", SlackEffect.Done, true)]
    public async Task Killed_during_a_call_it_answers_once_after_the_restart(string method, SlackEffect effect, bool streams)
    {
        await using var stage = await SlackStage.OpenAsync();
        stage.Streams = streams;
        stage.Slack.Fail(method, SlackFault.Hang(effect));
        await stage.StartBotAsync();
        var (_, envelope) = stage.Mention("C0KILL");

        Assert.True(await stage.TryDeliverAsync(envelope));
        await HangsAsync(stage, method);
        await stage.KillAsync();

        await stage.StartBotAsync();
        Assert.True(await stage.TryDeliverAsync(envelope, retry: 1));
        await stage.WaitForAnswerAsync("C0KILL");
        await stage.SettleAsync();
        stage.AssertOneAnswer("C0KILL");
    }

    [Fact]
    public async Task Killed_again_while_it_looks_for_what_it_posted_it_answers_once()
    {
        await using var stage = await SlackStage.OpenAsync();
        stage.Streams = false;
        await stage.StartBotAsync();
        stage.Slack.Fail("chat.postMessage", SlackFault.Hang(SlackEffect.Done));
        var (_, envelope) = stage.Mention("C0TWICE");
        Assert.True(await stage.TryDeliverAsync(envelope));
        await HangsAsync(stage, "chat.postMessage");
        await stage.KillAsync();

        stage.Slack.Fail("conversations.replies", SlackFault.Hang(SlackEffect.None));
        await stage.StartBotAsync();
        await HangsAsync(stage, "conversations.replies");
        await stage.KillAsync();

        await stage.StartBotAsync();
        Assert.True(await stage.TryDeliverAsync(envelope, retry: 2));
        await stage.WaitForAnswerAsync("C0TWICE");
        await stage.SettleAsync();
        stage.AssertOneAnswer("C0TWICE");
    }

    [Fact]
    public async Task A_question_is_safe_as_soon_as_its_delivery_was_acknowledged()
    {
        await using var stage = await SlackStage.StartAsync();
        var (_, envelope) = stage.Mention("C0SAFE");

        Assert.True(await stage.TryDeliverAsync(envelope));
        await stage.KillAsync();

        // Slack has its 200 and does not deliver again.
        await stage.StartBotAsync();
        await stage.WaitForAnswerAsync("C0SAFE");
        await stage.SettleAsync();
        stage.AssertOneAnswer("C0SAFE");
    }

    private static Task HangsAsync(SlackStage stage, string method)
        => Eventually.HoldsAsync(
            () => stage.Slack.Calls.Any(call => call.Method == method && call.Error == nameof(SlackFaultKind.Hang)), () => $"a call of {method}");
}
