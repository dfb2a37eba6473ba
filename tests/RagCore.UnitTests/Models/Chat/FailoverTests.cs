using ChatOpsBot.RagCore.Answering;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class FailoverTests : IDisposable
{
    private readonly ChatStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task The_first_model_is_asked_and_no_other()
    {
        _stage.Add("first", [ChatStage.Says("Thirty "), ChatStage.Says("days.")]);
        var second = _stage.Add("second", [ChatStage.Says("never")]);

        Assert.Equal(["Thirty ", "days."], await ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
        Assert.Empty(second.Calls);
    }

    [Theory]
    [InlineData(nameof(ModelFault.RateLimited))]
    [InlineData(nameof(ModelFault.Overloaded))]
    [InlineData(nameof(ModelFault.ServerFailed))]
    [InlineData(nameof(ModelFault.KeyRefused))]
    [InlineData(nameof(ModelFault.Refused))]
    [InlineData(nameof(ModelFault.Invalid))]
    [InlineData(nameof(ModelFault.Unreachable))]
    public async Task A_fault_before_the_first_token_cannot_be_seen(string fault)
    {
        _stage.Add("first", [new ChatStep.Usage(5, 0), ChatStage.Fails(Enum.Parse<ModelFault>(fault))]);
        _stage.Add("second", [ChatStage.Says("Thirty days.")]);

        Assert.Equal(["Thirty days."], await ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
    }

    [Fact]
    public async Task What_a_failed_model_said_of_its_cost_is_no_part_of_the_next_ones_answer()
    {
        _stage.Add("first", [new ChatStep.Usage(500, 0), ChatStage.Fails(ModelFault.Cut)]);
        _stage.Add("second", [ChatStage.Says("Thirty days."), new ChatStep.Usage(7, 3)]);

        var answer = await _stage.Build().GetResponseAsync(ChatStage.Question, _stage.Call());

        Assert.Equal(7, answer.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_cut_stream_begins_again_at_the_next_model_that_speaks()
    {
        _stage.Add("first", [ChatStage.Says("Thirty "), ChatStage.Fails(ModelFault.Cut)]);
        _stage.Add("second", [ChatStage.Fails(ModelFault.ServerFailed)]);
        _stage.Add("third", [ChatStage.Says("30 days.")]);

        Assert.Equal(["Thirty ", "[restart third]", "30 days."], await ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
    }

    [Fact]
    public async Task Whoever_reads_an_answer_whole_reads_the_last_one_only()
    {
        _stage.Add("first", [ChatStage.Says("Thirty "), ChatStage.Fails(ModelFault.Cut)]);
        _stage.Add("second", [ChatStage.Says("30 days.")]);

        Assert.Equal("30 days.", (await _stage.Build().GetResponseAsync(ChatStage.Question, _stage.Call())).Text);
    }

    [Fact]
    public async Task When_no_model_is_left_the_caller_is_told_why_each_failed()
    {
        _stage.Add("first", [ChatStage.Fails(ModelFault.Overloaded)]);
        _stage.Add("second", [ChatStage.Says("Thir"), ChatStage.Fails(ModelFault.Cut)]);

        var fault = await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));

        Assert.Equal("No model answered: first (overloaded), second (cut).", fault.Message);
        Assert.Contains("[5602]", _stage.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("leave", _stage.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_two_models_refuse_is_not_sent_to_a_third()
    {
        _stage.Add("first", [ChatStage.Fails(ModelFault.TooLong)]);
        _stage.Add("second", [ChatStage.Fails(ModelFault.Refused)]);
        var third = _stage.Add("third", [ChatStage.Says("never")]);

        await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
        Assert.Empty(third.Calls);
    }

    [Fact]
    public async Task A_model_rests_as_long_as_its_provider_asks()
    {
        var first = _stage.Add("first", [ChatStage.Fails(ModelFault.RateLimited, TimeSpan.FromSeconds(30))], [ChatStage.Says("first")]);
        _stage.Add("second", [ChatStage.Says("second")]);
        var client = _stage.Build();

        Assert.Equal(["second"], await ChatStage.ReadAsync(client, _stage.Call()));
        _stage.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(["second"], await ChatStage.ReadAsync(client, _stage.Call()));
        Assert.Single(first.Calls);

        _stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["first"], await ChatStage.ReadAsync(client, _stage.Call()));
    }

    [Fact]
    public async Task The_last_model_is_waited_for_when_it_asks_for_a_short_pause()
    {
        _stage.Add("only", [ChatStage.Fails(ModelFault.RateLimited, TimeSpan.FromSeconds(2))], [ChatStage.Says("Thirty days.")]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(_stage.Time.Timers > 0));
        Assert.False(reading.IsCompleted);
        _stage.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["Thirty days."], await reading);
    }

    [Fact]
    public async Task The_last_model_is_not_waited_for_when_it_asks_for_a_long_one()
    {
        _stage.Add("only", [ChatStage.Fails(ModelFault.RateLimited, TimeSpan.FromSeconds(20))]);

        await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
    }

    [Fact]
    public async Task A_model_an_organisation_does_not_allow_is_not_asked_even_in_an_outage()
    {
        _stage.Add("first", [ChatStage.Fails(ModelFault.ServerFailed)]);
        var foreign = _stage.Add("foreign", [ChatStage.Says("never")]);
        _stage.Options.AllowedByTenant["acme"] = ["first"];
        var client = _stage.Build();

        await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(client, _stage.Call("acme")));
        await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(client, _stage.Call("ACME")));
        Assert.Empty(foreign.Calls);

        Assert.Equal(["never"], await ChatStage.ReadAsync(client, _stage.Call("globex")));
    }

    [Fact]
    public async Task A_low_budget_reaches_economical_models_only_and_an_empty_one_none()
    {
        var costly = _stage.Add("costly", [ChatStage.Says("costly")]);
        var cheap = _stage.Add(new ChatModelOptions { Name = "cheap", Economical = true }, [ChatStage.Says("cheap")]);
        var client = _stage.Build();

        Assert.Equal(["cheap"], await ChatStage.ReadAsync(client, _stage.Call(spending: SpendingLevel.Economy)));
        var fault = await Assert.ThrowsAsync<ModelsUnavailableException>(() => ChatStage.ReadAsync(client, _stage.Call(spending: SpendingLevel.None)));

        Assert.Equal("No model may be called for this organisation within its budget.", fault.Message);
        Assert.Empty(costly.Calls);
        Assert.Single(cheap.Calls);
    }

    [Fact]
    public async Task Who_gives_up_waiting_says_nothing_about_the_model()
    {
        var first = _stage.Add("first", [ChatStage.Hangs()]);
        var second = _stage.Add("second", [ChatStage.Says("never")]);
        var client = _stage.Build();

        for (var number = 1; number <= 4; number++)
        {
            using var gone = new CancellationTokenSource();
            var reading = ChatStage.ReadAsync(client, _stage.Call(), gone.Token);
            await Eventually.HoldsAsync(() => Task.FromResult(first.Running == 1));
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        }

        Assert.Equal(4, first.Calls.Count);
        Assert.Empty(second.Calls);
        Assert.All(first.Calls, call => Assert.Equal(ScriptedChatEnd.Cancelled, call.End));
    }

    [Fact]
    public async Task A_model_that_fails_three_times_in_a_row_is_left_alone_and_tried_again_later()
    {
        var first = _stage.Add("first", [ChatStage.Fails(ModelFault.ServerFailed)], [ChatStage.Fails(ModelFault.TimedOut)], [ChatStage.Says("x"), ChatStage.Fails(ModelFault.Cut)], [ChatStage.Says("back")]);
        _stage.Add("second", [ChatStage.Says("second")]);
        var client = _stage.Build();
        for (var number = 0; number < 5; number++)
        {
            await ChatStage.ReadAsync(client, _stage.Call());
        }

        Assert.Equal(3, first.Calls.Count);
        Assert.Contains("[5600]", _stage.Logs.Text, StringComparison.Ordinal);

        _stage.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["back"], await ChatStage.ReadAsync(client, _stage.Call()));
        Assert.Contains("[5601]", _stage.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_requests_do_not_make_an_outage()
    {
        var first = _stage.Add("first", [ChatStage.Fails(ModelFault.Refused)]);
        _stage.Add("second", [ChatStage.Says("second")]);
        var client = _stage.Build();
        for (var number = 0; number < 5; number++)
        {
            await ChatStage.ReadAsync(client, _stage.Call());
        }

        Assert.Equal(5, first.Calls.Count);
    }

    [Fact]
    public async Task Silence_at_first_goes_on_to_the_next_model()
    {
        _stage.Add(new ChatModelOptions { Name = "first", FirstTokenTimeout = TimeSpan.FromSeconds(5) }, [new ChatStep.Usage(3, 0), ChatStage.Hangs()]);
        _stage.Add("second", [ChatStage.Says("second")]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(_stage.Scripts[0].Running == 1 && _stage.Time.Timers >= 2));
        _stage.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(reading.IsCompleted);
        _stage.Time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(["second"], await reading);
    }

    [Fact]
    public async Task Silence_between_two_tokens_begins_again_at_the_next_model()
    {
        _stage.Add(new ChatModelOptions { Name = "first", TokenTimeout = TimeSpan.FromSeconds(5) }, [ChatStage.Says("Thir"), ChatStage.Hangs()]);
        _stage.Add("second", [ChatStage.Says("second")]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(_stage.Time.Timers >= 2));
        _stage.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["Thir", "[restart second]", "second"], await reading);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_altogether_is_ended_although_it_speaks()
    {
        var drops = Enumerable.Range(0, 100).SelectMany(_ => new[] { ChatStage.Says("a"), new ChatStep.Pause(TimeSpan.FromSeconds(4)) }).ToList();
        _stage.Add(new ChatModelOptions { Name = "first", TotalTimeout = TimeSpan.FromSeconds(20) }, drops);
        _stage.Add("second", [ChatStage.Says("second")]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        while (!reading.IsCompleted)
        {
            await Eventually.HoldsAsync(() => Task.FromResult(reading.IsCompleted || _stage.Time.Timers >= 2));
            _stage.Time.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(["a", "a", "a", "a", "a", "[restart second]", "second"], await reading);
    }
}
