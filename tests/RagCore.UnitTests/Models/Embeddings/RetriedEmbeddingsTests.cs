using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

public sealed class RetriedEmbeddingsTests
{
    private readonly LeapingTime _time = new();
    private readonly Queue<EmbeddingException> _faults = new();
    private readonly List<DateTimeOffset> _calls = [];

    [Theory]
    [InlineData(EmbeddingFault.RateLimited)]
    [InlineData(EmbeddingFault.ProviderFailed)]
    [InlineData(EmbeddingFault.Unreachable)]
    public async Task What_may_go_better_is_tried_again(EmbeddingFault fault)
    {
        _faults.Enqueue(new EmbeddingException(fault, "no"));
        _faults.Enqueue(new EmbeddingException(fault, "no"));

        var generated = await RunAsync();

        Assert.Single(generated);
        Assert.Equal(3, _calls.Count);
        Assert.InRange((_calls[^1] - _calls[0]).TotalSeconds, 0, 1.5 + 1);
    }

    [Theory]
    [InlineData(EmbeddingFault.Refused)]
    [InlineData(EmbeddingFault.Misconfigured)]
    [InlineData(EmbeddingFault.Invalid)]
    [InlineData(EmbeddingFault.OverBudget)]
    [InlineData(EmbeddingFault.TimedOut)]
    public async Task What_will_not_go_better_is_not(EmbeddingFault fault)
    {
        _faults.Enqueue(new EmbeddingException(fault, "no"));

        await Assert.ThrowsAsync<EmbeddingException>(RunAsync);

        Assert.Single(_calls);
    }

    [Fact]
    public async Task Tries_are_bounded_and_the_last_fault_is_told()
    {
        for (var number = 0; number < 10; number++)
        {
            _faults.Enqueue(new EmbeddingException(EmbeddingFault.ProviderFailed, "no"));
        }

        var fault = await Assert.ThrowsAsync<EmbeddingException>(RunAsync);

        Assert.Equal(EmbeddingFault.ProviderFailed, fault.Fault);
        Assert.Equal(RetriedEmbeddings.MaxAttempts, _calls.Count);
    }

    [Fact]
    public async Task The_service_is_left_alone_for_as_long_as_it_asks()
    {
        _faults.Enqueue(new EmbeddingException(EmbeddingFault.RateLimited, "no") { RetryAfter = TimeSpan.FromSeconds(20) });

        await RunAsync();

        Assert.True((_calls[1] - _calls[0]).TotalSeconds >= 20);
    }

    [Fact]
    public async Task A_service_that_asks_for_very_long_is_left_to_somebody_who_has_the_time()
    {
        _faults.Enqueue(new EmbeddingException(EmbeddingFault.RateLimited, "no") { RetryAfter = TimeSpan.FromHours(2) });

        await Assert.ThrowsAsync<EmbeddingException>(RunAsync);

        Assert.Single(_calls);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        _faults.Enqueue(new EmbeddingException(EmbeddingFault.RateLimited, "no") { RetryAfter = TimeSpan.FromSeconds(30) });
        using var retried = Create(new FixedTimeProvider());
        using var cancel = new CancellationTokenSource();
        var running = retried.GenerateAsync(["text"], cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private RetriedEmbeddings Create(TimeProvider time) => new(
        new ScriptedGenerator((_, _) =>
        {
            _calls.Add(_time.GetUtcNow());
            return _faults.TryDequeue(out var fault) ? throw fault : Task.FromResult(ScriptedGenerator.Of([[1f]]));
        }),
        time,
        new Random(7));

    private async Task<GeneratedEmbeddings<Embedding<float>>> RunAsync()
    {
        using var retried = Create(_time);
        return await retried.GenerateAsync(["text"]);
    }

    /// <summary>A clock that is at the end of every wait as soon as it begins, however busy the machine is.</summary>
    private sealed class LeapingTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
