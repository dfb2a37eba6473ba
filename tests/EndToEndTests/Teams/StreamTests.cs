using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>In a personal chat the answer is the end of a stream, whatever happens to it (T-29).</summary>
public sealed class StreamTests
{
    [Theory]
    [InlineData(null, TeamsEffect.Done, "stream_start 201, stream_end 202")]
    [InlineData("stream_start", TeamsEffect.None, "stream_start 502, post 201, update 200")]
    [InlineData("stream_start", TeamsEffect.Done, "stream_start 502, post 201, update 200")]
    [InlineData("stream_end", TeamsEffect.None, "stream_start 201, stream_end 502, stream_end 202")]
    [InlineData("stream_end", TeamsEffect.Done, "stream_start 201, stream_end 502, stream_end 403, update 200")]
    public async Task A_gateway_that_loses_an_answer_leaves_one_answer(string? operation, TeamsEffect effect, string sent)
    {
        await using var stage = await FakeTeamsStage.OpenAsync();
        stage.Streaming = true;
        await stage.StartTeamsAsync();
        await stage.StartBotAsync();
        if (operation is not null)
        {
            stage.Teams.Fail(operation, TeamsFault.Answer(502, effect: effect));
        }

        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);
        await stage.DeliverAsync(question);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal(sent, Steps(stage, conversation));
    }

    [Theory]
    [InlineData("stream_start", TeamsEffect.None)]
    [InlineData("stream_start", TeamsEffect.Done)]
    [InlineData("stream_end", TeamsEffect.None)]
    [InlineData("stream_end", TeamsEffect.Done)]
    public async Task Killed_during_a_call_it_answers_once_after_the_restart(string operation, TeamsEffect effect)
    {
        await using var stage = await FakeTeamsStage.OpenAsync();
        stage.Streaming = true;
        await stage.StartTeamsAsync();
        await stage.StartBotAsync();
        stage.Teams.Fail(operation, TeamsFault.Hang(effect));
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);
        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync(operation, 0);

        await stage.KillAsync();
        await stage.StartBotAsync();
        await stage.DeliverAsync(question);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
    }

    // A slow machine may have time for a chunk, which changes nothing about the rest.
    private static string Steps(FakeTeamsStage stage, string conversation)
        => string.Join(", ", stage.Sent(conversation).Split(", ").Where(step => !step.StartsWith("stream_chunk", StringComparison.Ordinal)));
}
