using System.Text.Json.Nodes;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>Clients ask for a card anew as soon as they show it.</summary>
public sealed class RefreshTests
{
    [Theory]
    [InlineData(TeamsScope.Personal)]
    [InlineData(TeamsScope.Channel)]
    public async Task A_placeholder_that_was_left_is_removed_when_somebody_looks_at_it(TeamsScope scope)
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail("post", TeamsFault.Hang(TeamsEffect.Done));
        var question = stage.Person().Says(FakeTeamsStage.Question, scope);
        var conversation = stage.Open(question);
        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync("post", 0);
        await stage.KillAsync();
        await stage.StartBotAsync();
        await stage.WaitForAnswerAsync(conversation);
        var orphan = Assert.Single(stage.Orphans(conversation));
        var answer = stage.Teams.MessagesIn(conversation).Single(message => message.Id != orphan.Id);

        Assert.Contains(FakeTeamsStage.Answer, await LookAtAsync(stage, answer, scope), StringComparison.Ordinal);
        Assert.Contains("stands in another message", await LookAtAsync(stage, orphan, scope), StringComparison.Ordinal);

        await Eventually.HoldsAsync(() => stage.Orphans(conversation).Count == 0, () => stage.Sent(conversation));
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal("post 0, post 201, update 200, delete 200", stage.Sent(conversation));
    }

    [Fact]
    public async Task An_answer_that_is_looked_at_before_its_delivery_is_recorded_stays_an_answer()
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail("update", TeamsFault.Hang(TeamsEffect.Done));
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);
        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync("update", 0);

        var answer = Assert.Single(stage.Teams.MessagesIn(conversation));

        Assert.Contains(FakeTeamsStage.Answer, await LookAtAsync(stage, answer, TeamsScope.Personal), StringComparison.Ordinal);
    }

    // As a client does that shows the message: the card says itself what to send.
    private static async Task<string> LookAtAsync(FakeTeamsStage stage, TeamsStoredMessage message, TeamsScope scope)
    {
        var action = message.Activity["attachments"]![0]!["content"]!["refresh"]!["action"]!;
        var thread = message.Conversation.Split(";messageid=") is [_, var root] ? root : null;
        using var response = await stage.SendAsync(
            stage.Person().Clicks((string)action["verb"]!, (JsonObject)action["data"]!, message.Id, scope, thread));
        return await response.Content.ReadAsStringAsync();
    }
}
