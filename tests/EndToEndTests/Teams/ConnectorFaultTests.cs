using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>Whatever the Connector answers, the person sees one answer, and no more is sent than it takes.</summary>
public sealed class ConnectorFaultTests
{
    [Theory]
    [InlineData("post", 502, TeamsEffect.None, "post 502, post 201, update 200", 0)]
    [InlineData("post", 504, TeamsEffect.None, "post 504, post 201, update 200", 0)]
    [InlineData("post", 502, TeamsEffect.Done, "post 502, post 201, update 200", 1)]
    [InlineData("post", 504, TeamsEffect.Done, "post 504, post 201, update 200", 1)]
    [InlineData("update", 502, TeamsEffect.Done, "post 201, update 502, update 200", 0)]
    [InlineData("update", 504, TeamsEffect.Done, "post 201, update 504, update 200", 0)]
    public async Task A_gateway_that_loses_an_answer_leaves_one_answer(string operation, int status, TeamsEffect effect, string sent, int orphans)
        => await AnswersAsync(stage => stage.Teams.Fail(operation, TeamsFault.Answer(status, effect: effect)), sent, orphans);

    [Theory]
    [InlineData("post", "post 429, post 201, update 200")]
    [InlineData("update", "post 201, update 429, update 200")]
    public async Task Told_to_wait_without_being_told_how_long_it_waits_and_goes_on(string operation, string sent)
        => await AnswersAsync(stage => stage.Teams.Fail(operation, TeamsFault.RateLimited(retryAfter: null)), sent);

    [Theory]
    [InlineData("post", "post 429, post 201, update 200")]
    [InlineData("update", "post 201, update 429, update 200")]
    public async Task Told_how_long_to_wait_it_sends_nothing_there_meanwhile(string operation, string sent)
    {
        const int Seconds = 3;
        var calls = await AnswersAsync(stage => stage.Teams.Fail(operation, TeamsFault.RateLimited(Seconds)), sent);

        var refused = calls.Single(call => call.Status == 429);
        var next = calls.SkipWhile(call => call != refused).ElementAt(1);
        Assert.True(next.At - refused.At >= TimeSpan.FromSeconds(Seconds), $"It waited {next.At - refused.At}.");
    }

    [Fact]
    public async Task Thrown_out_it_sends_nothing_more_until_somebody_asks_from_there()
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail("post", TeamsFault.Answer(403, "BotNotInConversationRoster"));
        var person = stage.Person();
        var first = person.Says("How many days of annual leave do employees get in Portugal?");
        var conversation = stage.Open(first);
        await stage.DeliverAsync(first);
        await stage.WaitForOutputAsync("The apology for turn");
        Assert.Equal("post 403", stage.Sent(conversation));

        await stage.DeliverAsync(person.Says(FakeTeamsStage.Question));

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal("post 403, post 201, update 200", stage.Sent(conversation));
    }

    [Fact]
    public async Task A_placeholder_that_a_person_deleted_is_replaced_by_the_answer()
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        stage.Teams.Fail("update", TeamsFault.RateLimited(retryAfter: 2));
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);
        await stage.DeliverAsync(question);
        await stage.WaitForCallAsync("update", 429);

        stage.Teams.Withdraw(Assert.Single(stage.Teams.MessagesIn(conversation)).Id);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal("post 201, update 429, update 404, post 201, update 200", stage.Sent(conversation));
    }

    [Fact]
    public async Task A_question_asked_while_Teams_is_away_is_answered_when_it_is_back()
    {
        await using var stage = await FakeTeamsStage.OpenAsync();
        await stage.StartBotAsync();
        var question = stage.Person().Says(FakeTeamsStage.Question);
        await stage.DeliverAsync(question);
        await stage.WaitForOutputAsync("The bot got no token");

        var conversation = (string)question["conversation"]!["id"]!;
        await stage.StartTeamsAsync(conversation);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation);
        Assert.Equal("post 201, update 200", stage.Sent(conversation));
    }

    private static async Task<IReadOnlyList<TeamsCallRecord>> AnswersAsync(Action<FakeTeamsStage> fail, string sent, int orphans = 0)
    {
        await using var stage = await FakeTeamsStage.StartAsync();
        fail(stage);
        var question = stage.Person().Says(FakeTeamsStage.Question);
        var conversation = stage.Open(question);

        await stage.DeliverAsync(question);

        await stage.WaitForAnswerAsync(conversation);
        await stage.SettleAsync();
        stage.AssertOneAnswer(conversation, orphans: orphans);
        Assert.Equal(sent, stage.Sent(conversation));
        return [.. stage.Teams.Calls.Where(call => call.Request.Conversation == conversation)];
    }
}
