using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Models.Embeddings;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

/// <summary>The limits of time and of tokens.</summary>
public sealed class LimitedEmbeddingsTests
{
    private readonly FixedTimeProvider _time = new();

    [Fact]
    public async Task A_call_that_takes_too_long_ends_with_a_fault_of_its_own()
    {
        using var limited = new TimeLimitedEmbeddings(Hanging(), TimeSpan.FromSeconds(30), _time);
        var running = limited.GenerateAsync(["text"]);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(EmbeddingFault.TimedOut, (await Assert.ThrowsAsync<EmbeddingException>(() => running)).Fault);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_fault_of_the_service()
    {
        using var limited = new TimeLimitedEmbeddings(Hanging(), TimeSpan.FromSeconds(30), _time);
        using var cancel = new CancellationTokenSource();
        var running = limited.GenerateAsync(["text"], cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Over_the_tokens_of_the_day_nothing_is_sent_until_the_next()
    {
        var inner = new ScriptedGenerator((texts, _) => Task.FromResult(ScriptedGenerator.Of(texts.Select(_ => new float[] { 1 }), tokens: 60)));
        using var budgeted = new BudgetedEmbeddings(inner, new TokenBudget(100, _time));
        await budgeted.GenerateAsync(["text"]);
        await budgeted.GenerateAsync(["text"]);

        var fault = await Assert.ThrowsAsync<EmbeddingException>(() => budgeted.GenerateAsync(["text"]));

        Assert.Equal(EmbeddingFault.OverBudget, fault.Fault);
        Assert.Contains("Models:Embedding:MaxTokensPerDay", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, inner.Calls.Count);
        _time.Advance(TimeSpan.FromHours(15));
        await budgeted.GenerateAsync(["text"]);
    }

    [Fact]
    public async Task Calls_under_way_count_so_that_many_at_once_do_not_pass_the_limit()
    {
        var answer = new TaskCompletionSource<GeneratedEmbeddings<Embedding<float>>>();
        using var budgeted = new BudgetedEmbeddings(new ScriptedGenerator((_, _) => answer.Task), new TokenBudget(250, _time));
        var text = new string('a', 396);
        var first = budgeted.GenerateAsync([text]);
        var second = budgeted.GenerateAsync([text]);

        await Assert.ThrowsAsync<EmbeddingException>(() => budgeted.GenerateAsync([text]).WaitAsync(TimeSpan.FromSeconds(20)));

        answer.SetResult(ScriptedGenerator.Of([[1f]], tokens: 10));
        await Task.WhenAll(first, second);
        await budgeted.GenerateAsync([text]);
    }

    [Fact]
    public async Task A_call_that_failed_costs_nothing_and_one_without_a_bill_costs_the_estimate()
    {
        var budget = new TokenBudget(1000, _time);
        var fails = true;
        using var budgeted = new BudgetedEmbeddings(
            new ScriptedGenerator((_, _) => fails ? throw new EmbeddingException(EmbeddingFault.ProviderFailed, "no") : Task.FromResult(ScriptedGenerator.Of([[1f]]))),
            budget);

        await Assert.ThrowsAsync<EmbeddingException>(() => budgeted.GenerateAsync([new string('a', 40)]));
        Assert.Equal(0, budget.SpentToday);
        fails = false;
        await budgeted.GenerateAsync([new string('a', 40)]);

        Assert.Equal(11, budget.SpentToday);
    }

    [Fact]
    public async Task Without_a_limit_any_number_may_be_spent()
    {
        const long Tokens = long.MaxValue / 4;
        var budget = new TokenBudget(0, _time);
        using var budgeted = new BudgetedEmbeddings(new ScriptedGenerator((_, _) => Task.FromResult(ScriptedGenerator.Of([[1f]], tokens: Tokens))), budget);

        await budgeted.GenerateAsync(["text"]);
        await budgeted.GenerateAsync(["text"]);

        Assert.Equal(2 * Tokens, budget.SpentToday);
    }

    private static ScriptedGenerator Hanging() => new(async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return [];
    });
}
