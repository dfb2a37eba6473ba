using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage;
using Xunit;

namespace ChatOpsBot.TestKit.Contracts;

/// <summary>What every rate limiter does, wherever it counts.</summary>
public abstract class RateLimiterContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static int _tenants;
    private int _turns;

    /// <summary>Gets the limiter, which has counted nothing.</summary>
    protected abstract IRateLimiter Limiter { get; }

    /// <summary>Gets an organisation that no other test has.</summary>
    protected TenantId Tenant { get; } = new("tenant" + Interlocked.Increment(ref _tenants).ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets time pass.</summary>
    protected abstract Task AdvanceAsync(TimeSpan duration);

    [Fact]
    public async Task A_person_may_ask_so_often_and_is_told_when_to_ask_again()
    {
        Assert.Equal([true, true, true], await AskAsync(3, "ann"));

        var refused = await TakeAsync("ann");

        Assert.Equal(RateScope.User, refused.Exceeded);
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(60));
        Assert.Equal([true], await AskAsync(1, "ben"));
    }

    [Fact]
    public async Task There_is_room_again_as_soon_as_it_was_said()
    {
        await AskAsync(1, "ann");
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        await AskAsync(2, "ann");

        var refused = await TakeAsync("ann");
        Assert.InRange(refused.RetryAfter, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30));
        await AdvanceAsync(refused.RetryAfter);

        Assert.Equal([true, false], await AskAsync(2, "ann"));
    }

    [Fact]
    public async Task No_minute_holds_more_than_the_limit_wherever_it_begins()
    {
        await AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal([true, true, true], await AskAsync(3, "ann"));
        await AdvanceAsync(TimeSpan.FromSeconds(50));

        Assert.Equal([false], await AskAsync(1, "ann"));
    }

    [Fact]
    public async Task A_turn_that_is_tried_again_is_counted_once_and_not_refused()
    {
        await AskAsync(2, "ann");
        Assert.Null((await TakeAsync("ann", turn: "again")).Exceeded);
        Assert.Null((await TakeAsync("ann", turn: "again")).Exceeded);
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal([true, true, true], await AskAsync(3, "ann"));
        Assert.Null((await TakeAsync("ann", turn: "again")).Exceeded);
        Assert.Equal([false], await AskAsync(1, "ann"));
    }

    [Fact]
    public async Task What_a_person_is_refused_uses_up_nothing_of_the_organisation()
    {
        await AskAsync(20, "ann");

        Assert.Equal([true, true, true], await AskAsync(3, "ben"));
    }

    [Fact]
    public async Task What_an_organisation_is_refused_uses_up_nothing_of_a_person()
    {
        await AskAsync(3, "ann");
        await AskAsync(3, "ben");
        await AskAsync(2, "eve");
        var refused = await TakeAsync("dan");
        Assert.Equal(RateScope.Tenant, refused.Exceeded);
        await AdvanceAsync(TimeSpan.FromSeconds(61));

        Assert.Equal([true, true, true], await AskAsync(3, "dan"));
    }

    [Fact]
    public async Task Scopes_with_the_same_key_are_counted_apart()
    {
        var both = new[] { new RateLimit(RateScope.User, "x", 1), new RateLimit(RateScope.Conversation, "x", 1) };

        Assert.Null((await Limiter.TryTakeAsync(new RateRequest("1", Tenant, both), None)).Exceeded);
        Assert.NotNull((await Limiter.TryTakeAsync(new RateRequest("2", Tenant, both), None)).Exceeded);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_as_many_as_the_limit_are_answered()
    {
        var limits = new[] { new RateLimit(RateScope.User, "crowd" + Tenant.Value, 25) };

        var decisions = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(turn => Limiter.TryTakeAsync(new RateRequest(turn.ToString(CultureInfo.InvariantCulture), Tenant, limits), None)));

        Assert.Equal(25, decisions.Count(decision => decision.Exceeded is null));
    }

    /// <summary>Asks for a turn: 3 a minute for a person, 8 for the organisation.</summary>
    protected Task<RateDecision> TakeAsync(string person, string? turn = null) => Limiter.TryTakeAsync(
        new RateRequest(
            turn ?? "turn-" + (++_turns).ToString(CultureInfo.InvariantCulture),
            Tenant,
            [new RateLimit(RateScope.User, Tenant.Value + person, 3), new RateLimit(RateScope.Tenant, Tenant.Value, 8)]),
        None);

    private async Task<List<bool>> AskAsync(int times, string person)
    {
        var allowed = new List<bool>();
        for (var i = 0; i < times; i++)
        {
            allowed.Add((await TakeAsync(person)).Exceeded is null);
        }

        return allowed;
    }
}
