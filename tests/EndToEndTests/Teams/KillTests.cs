using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>Killed at any step, started again on the same folder: the person sees one answer, beside it at most the placeholder whose id was lost.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData("token", TeamsEffect.None, "post 201, update 200", 0)]
    [InlineData("post", TeamsEffect.None, "post 0, post 201, update 200", 0)]
    [InlineData("post", TeamsEffect.Done, "post 0, post 201, update 200", 1)]
    [InlineData("update", TeamsEffect.None, "post 201, update 0, update 200", 0)]
    [InlineData("update", TeamsEffect.Done, "post 201, update 0, update 200", 0)]
    public async Task Killed_during_a_call_it_answers_once_after_the_restart(string operation, TeamsEffect effect, string sent, int orphans)
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail(operation, TeamsFault.Hang(effect));
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);

        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync(operation, 0);
        await RestartAndDeliverAgainAsync(stage, question);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation, orphans: orphans);
        Assert.Equal(sent, stage.Sent(conversation));
    }

    [Fact]
    public async Task Killed_between_placeholder_and_answer_it_changes_the_placeholder()
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail("update", TeamsFault.RateLimited(retryAfter: 60));
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);

        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync("update", 429);
        await RestartAndDeliverAgainAsync(stage, question);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal("post 201, update 429, update 200", stage.Sent(conversation));
    }

    [Fact]
    public async Task A_question_is_safe_as_soon_as_its_delivery_was_acknowledged()
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);

        await stage.DeliverAsync(question);
        await stage.KillAsync();

        // Teams has its 200 and does not deliver again.
        await stage.StartBotAsync();
        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation, FakeTeamsStage.Answer, fewestOrphans: 0, mostOrphans: 1);
    }

    private static async Task RestartAndDeliverAgainAsync(FakeTeamsStage stage, JsonObject question)
    {
        await stage.KillAsync();
        await stage.StartBotAsync();
        await stage.DeliverAsync(question);
    }
}
