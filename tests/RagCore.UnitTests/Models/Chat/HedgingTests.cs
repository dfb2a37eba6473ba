using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class HedgingTests : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    private readonly ChatStage _stage = new();

    public HedgingTests() => (_stage.Hedging.Delay, _stage.Hedging.MaxShare) = (Delay, 1);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task A_second_model_is_asked_when_the_first_is_slow_and_both_are_charged()
    {
        var first = _stage.Add("first", [ChatStage.Hangs()]);
        _stage.Add("second", [ChatStage.Says("second")]);
        var heard = _stage.Listen(out var listener);
        using var _ = listener;

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(first.Running == 1 && _stage.Time.Timers >= 3));
        _stage.Time.Advance(Delay);

        Assert.Equal(["second"], await reading);
        Assert.Equal(ScriptedChatEnd.Cancelled, first.Calls[0].End);
        Assert.Equal(["first", "second"], _stage.Charges.Select(charge => charge.Model).Order());
        Assert.Contains("chatopsbot.model.hedges 1 winner=second", heard);
    }

    [Fact]
    public async Task The_first_model_may_still_speak_first()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stage.Add("first", [new ChatStep.Wait(go.Task), ChatStage.Says("first")]);
        var second = _stage.Add("second", [ChatStage.Hangs()]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(_stage.Time.Timers >= 2));
        _stage.Time.Advance(Delay);
        await Eventually.HoldsAsync(() => Task.FromResult(second.Running == 1));
        go.SetResult();

        Assert.Equal(["first"], await reading);
        Assert.Equal(ScriptedChatEnd.Cancelled, second.Calls[0].End);
    }

    [Fact]
    public async Task A_model_that_lost_the_race_is_asked_again_when_the_other_breaks_off()
    {
        var first = _stage.Add("first", [ChatStage.Hangs()], [ChatStage.Says("first")]);
        _stage.Add("second", [ChatStage.Says("second"), ChatStage.Fails(ModelFault.Cut)]);

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(first.Running == 1 && _stage.Time.Timers >= 3));
        _stage.Time.Advance(Delay);

        Assert.Equal(["second", "[restart first]", "first"], await reading);
        Assert.Equal(["first", "first", "second"], _stage.Charges.Select(charge => charge.Model).Order());
    }

    [Fact]
    public async Task A_quick_first_model_is_the_only_one()
    {
        _stage.Add("first", [ChatStage.Says("first")]);
        var second = _stage.Add("second", [ChatStage.Says("never")]);

        Assert.Equal(["first"], await ChatStage.ReadAsync(_stage.Build(), _stage.Call()));
        Assert.Empty(second.Calls);
    }

    [Fact]
    public async Task No_second_model_is_asked_that_the_organisation_does_not_allow()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _stage.Add("first", [new ChatStep.Wait(go.Task), ChatStage.Says("first")]);
        var foreign = _stage.Add("foreign", [ChatStage.Says("never")]);
        _stage.Options.AllowedByTenant["acme"] = ["first"];

        var reading = ChatStage.ReadAsync(_stage.Build(), _stage.Call());
        await Eventually.HoldsAsync(() => Task.FromResult(first.Running == 1));
        _stage.Time.Advance(Delay);
        go.SetResult();

        Assert.Equal(["first"], await reading);
        Assert.Empty(foreign.Calls);
    }

    [Fact]
    public void Second_calls_stay_below_their_part_of_all_calls()
    {
        var budget = new HedgeBudget(0.1);
        var spent = 0;
        for (var calls = 1; calls <= 1_000; calls++)
        {
            budget.Earn();
            spent += budget.TrySpend() ? 1 : 0;
            Assert.True(spent <= calls * 0.1);
        }

        Assert.InRange(spent, 99, 100);
    }
}
