using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.RagCore.UnitTests.Turns;

public sealed class RetryScheduleTests
{
    private static readonly InboxOptions Options = new();

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(4, 4)]
    [InlineData(50, 60)]
    [InlineData(int.MaxValue, 60)]
    public void The_longest_wait_doubles_up_to_the_limit(int attempt, double seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule(new FixedRandom(1)).DelayAfter(attempt));

    [Fact]
    public void Turns_that_failed_together_come_back_apart()
    {
        var schedule = Schedule(new Random(7));

        var delays = Enumerable.Range(0, 100).Select(_ => schedule.DelayAfter(5)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromSeconds(8)));
        Assert.True(delays.Distinct().Count() > 90);
    }

    private static RetrySchedule Schedule(Random random) => new(Microsoft.Extensions.Options.Options.Create(Options), random);

    private sealed class FixedRandom(double value) : Random
    {
        public override double NextDouble() => value;
    }
}
