using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.EndToEndTests.Slack;

/// <summary>What people click and type beside a mention: the slash command, sharing, votes with reasons.</summary>
public sealed class CommandAndVoteTests : IAsyncLifetime
{
    private const string Channel = "C0OPS";

    private SlackStage _stage = null!;

    private FakeSlackWorkspace Workspace => _stage.Slack.Workspace;

    public async Task InitializeAsync() => _stage = await SlackStage.StartAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_command_is_answered_privately_and_shared_when_asked()
    {
        using var taken = await _stage.Alice.CommandAsync(Channel, SlackStage.Question);
        await Eventually.HoldsAsync(() => Workspace.PrivateMessages.Any(IsAnswer), () => $"a private answer\n{_stage.Bot.Output}");
        Assert.Empty(_stage.Said(Channel));
        var card = Assert.Single(Workspace.PrivateMessages, IsAnswer);

        var share = Clickable(card.Blocks, "chatops_share")!;
        using var shared = await _stage.Alice.ClickAsync(Channel, Workspace.NextTs(), "chatops_share", (string)share["value"]!);
        using var again = await _stage.Alice.ClickAsync(Channel, Workspace.NextTs(), "chatops_share", (string)share["value"]!);

        await _stage.WaitForAnswerAsync(Channel);
        await _stage.SettleAsync();
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        _stage.AssertOneAnswer(Channel);
        Assert.Contains($"@{_stage.Alice.User} shared a question", _stage.Said(Channel)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thumbs_down_asks_why_and_the_card_shows_the_count()
    {
        var asked = await _stage.Alice.MentionAsync(Channel, SlackStage.Question);
        await _stage.WaitForAnswerAsync(Channel);
        var card = Assert.Single(Workspace.BotMessagesIn(Channel, asked.Ts));
        var button = Clickable(card.Blocks, "chatops_feedback")!["negative_button"]!;

        using var clicked = await _stage.Alice.ClickAsync(Channel, card.Ts, "chatops_feedback", (string)button["value"]!);
        await Eventually.HoldsAsync(() => Workspace.Views.Count == 1, () => $"the modal\n{_stage.Bot.Output}");
        using var submitted = await _stage.Alice.SubmitAsync(Workspace.Views[0], ["outdated", "incomplete"], "It changed in May.");

        Assert.Equal(HttpStatusCode.OK, clicked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        await _stage.WaitForAnswerAsync(Channel, "👎 1");
        await _stage.SettleAsync();
        _stage.AssertOneAnswer(Channel, "👍 0  👎 1");
        Assert.DoesNotContain("changed in May", _stage.Bot.Output, StringComparison.Ordinal);
    }

    private static bool IsAnswer(SlackPrivateMessage message) => message.Seen.Contains(SlackStage.Answer, StringComparison.Ordinal);

    private static JsonNode? Clickable(JsonArray? blocks, string action)
        => blocks?.SelectMany(block => block?["elements"] as JsonArray ?? []).FirstOrDefault(element => (string?)element?["action_id"] == action);
}
