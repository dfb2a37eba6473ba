using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private WebTestHost _host = null!;

    public async Task InitializeAsync() => _host = await WebTestHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_repeat_gets_the_stored_answer_to_the_letter()
    {
        var first = await AskAsync("k1", """{"text":"Hi"}""");
        _host.Turns.Script = _ => SampleReplies.NoEvidence;

        var second = await AskAsync("k1", """{"text":"Hi"}""");

        Assert.Equal(200, second.Status);
        Assert.Equal(first.Body, second.Body);
        Assert.Single(_host.Turns.Accepted);
    }

    [Fact]
    public async Task Repeats_while_the_turn_runs_all_get_its_one_answer()
    {
        _host.Turns.Script = _ => null;
        var asking = Enumerable.Range(0, 8).Select(_ => AskAsync("k1", """{"text":"Hi","conversation_id":"c"}""")).ToArray();
        var message = await _host.Turns.NextAcceptedAsync();

        await _host.Turns.AnswerAsync(message, SampleReplies.Answer, CancellationToken.None);

        var received = await Task.WhenAll(asking);
        Assert.Single(received.Select(answer => answer.Body).Distinct());
        Assert.Single(_host.Turns.Accepted);
    }

    [Theory]
    [InlineData("""{"text":"Bye","conversation_id":"c"}""")]
    [InlineData("""{"text":"Hi","conversation_id":"d"}""")]
    public async Task A_key_that_is_used_for_another_question_is_refused(string other)
    {
        await AskAsync("k1", """{"text":"Hi","conversation_id":"c"}""");

        var received = await AskAsync("k1", other);

        Assert.Equal((422, "idempotency_key_reused"), (received.Status, received.Code));
        Assert.Single(_host.Turns.Accepted);
    }

    [Fact]
    public async Task Two_questions_that_race_with_one_key_are_told_apart()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Turns.Gate = gate.Task;
        var asking = new[] { AskAsync("k1", """{"text":"Hi"}"""), AskAsync("k1", """{"text":"Bye"}""") };

        gate.SetResult();

        Assert.Equal([200, 422], (await Task.WhenAll(asking)).Select(received => received.Status).Order());
        Assert.Single(_host.Turns.Accepted);
    }

    [Fact]
    public async Task One_persons_key_is_not_anothers()
    {
        await AskAsync("k1", """{"text":"Hi","user":"ann"}""");
        await AskAsync("k1", """{"text":"Hi","user":"bob"}""");

        Assert.Equal(2, _host.Turns.Accepted.Select(message => message.TurnId).Distinct().Count());
    }

    [Fact]
    public async Task Without_a_key_every_question_is_a_new_one()
    {
        await _host.Client.AskAsync();
        await _host.Client.AskAsync();

        Assert.Equal(2, _host.Turns.Accepted.Count);
    }

    private Task<Received> AskAsync(string key, string body) => _host.Client.AskAsync(body, change: request => request.Headers.Add("Idempotency-Key", key));
}
