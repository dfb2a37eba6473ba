using ChatOpsBot.RagCore.Answering;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

public sealed class OptionalStepTests : IDisposable
{
    private readonly MeasuredStep _measured = new();

    public void Dispose() => _measured.Dispose();

    [Fact]
    public async Task What_comes_in_time_is_used()
    {
        Assert.Equal("done", await _measured.Step.TryAsync(_ => Task.FromResult<string?>("done"), default));
        Assert.Null(await _measured.Step.TryAsync(_ => Task.FromResult<string?>(null), default));
        Assert.Equal(["done", "useless"], _measured.Ends);
    }

    [Fact]
    public async Task What_is_late_is_not_waited_for_even_when_it_does_not_listen()
    {
        var never = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = _measured.Step.TryAsync(_ => never.Task, default);

        _measured.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(await waiting);
        Assert.Equal(["late"], _measured.Ends);
    }

    [Fact]
    public async Task After_three_failures_in_a_row_it_is_left_alone_for_a_while()
    {
        for (var number = 0; number < 4; number++)
        {
            Assert.Null(await FailAsync(new InvalidOperationException("broken")));
        }

        _measured.Time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal("back", await _measured.Step.TryAsync(_ => Task.FromResult<string?>("back"), default));

        Assert.Equal(["failed", "failed", "failed", "left_alone", "done"], _measured.Ends);
    }

    [Fact]
    public async Task A_budget_that_is_used_up_is_no_reason_to_leave_it_alone_for_others()
    {
        for (var number = 0; number < 5; number++)
        {
            Assert.Null(await FailAsync(new ModelsUnavailableException("The budget is used up.")));
        }

        Assert.All(_measured.Ends, end => Assert.Equal("unavailable", end));
    }

    [Fact]
    public async Task When_the_turn_ends_the_step_ends_too()
    {
        using var turn = new CancellationTokenSource();
        await turn.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _measured.Step.TryAsync(token => Task.FromCanceled<string?>(token), turn.Token));
        Assert.Empty(_measured.Ends);
    }

    private Task<string?> FailAsync(Exception fault) => _measured.Step.TryAsync(_ => Task.FromException<string?>(fault), default);
}
