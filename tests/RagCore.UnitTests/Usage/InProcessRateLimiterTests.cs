using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Usage;

public sealed class InProcessRateLimiterTests : RateLimiterContract
{
    private readonly FixedTimeProvider _time = new();

    public InProcessRateLimiterTests() => Limiter = new InProcessRateLimiter(_time);

    protected override IRateLimiter Limiter { get; }

    protected override Task AdvanceAsync(TimeSpan duration)
    {
        _time.Advance(duration);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_turn_is_known_for_ten_minutes_and_many_idle_people_are_forgotten()
    {
        await TakeAsync("ann", turn: "first");
        for (var i = 0; i < 10_000; i++)
        {
            await Limiter.TryTakeAsync(new RateRequest("t", Tenant, [new RateLimit(RateScope.User, $"{i}", 1)]), CancellationToken.None);
        }

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Null((await TakeAsync("ann", turn: "first")).Exceeded);
        Assert.Null((await TakeAsync("ann")).Exceeded);
        Assert.Null((await TakeAsync("ann")).Exceeded);
        Assert.Null((await TakeAsync("ann")).Exceeded);
        Assert.NotNull((await TakeAsync("ann")).Exceeded);
    }
}
