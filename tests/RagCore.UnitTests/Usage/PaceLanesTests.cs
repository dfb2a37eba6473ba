using ChatOpsBot.RagCore.Usage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Usage;

public sealed class PaceLanesTests
{
    private static readonly PaceKey Shared = new("shared", new Pace(1, TimeSpan.FromMilliseconds(100)));

    private readonly FixedTimeProvider _time = new();
    private readonly PaceLanes _lanes;

    public PaceLanesTests() => _lanes = new PaceLanes(_time);

    [Fact]
    public void A_burst_goes_at_once_and_the_rest_one_by_one()
    {
        var key = new PaceKey("a", new Pace(3, TimeSpan.FromSeconds(2)));

        var waits = Enumerable.Range(0, 6).Select(_ => Take(key)).ToList();

        Assert.Equal([0, 0, 0, 2, 4, 6], waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public void What_would_wait_too_long_takes_nothing()
    {
        var key = new PaceKey("a", new Pace(1, TimeSpan.FromSeconds(10)));
        Take(key);

        var tooLong = _lanes.TryTake(TimeSpan.FromSeconds(9), out var wait, key);

        Assert.False(tooLong);
        Assert.Equal(TimeSpan.FromSeconds(10), wait);
        Assert.Equal(TimeSpan.FromSeconds(10), Take(key));
    }

    [Fact]
    public void A_key_that_is_far_ahead_leaves_the_shared_lane_to_the_others()
    {
        var busy = new PaceKey("busy", new Pace(2, TimeSpan.FromSeconds(5)));
        for (var i = 0; i < 4; i++)
        {
            Take(busy, Shared);
        }

        var others = Enumerable.Range(0, 20).Select(i => Take(new PaceKey($"other{i}", busy.Pace), Shared)).ToList();

        Assert.True(others[^1] < TimeSpan.FromSeconds(2.5), $"{others[^1]}");
        Assert.Equal(20, others.Distinct().Count());
    }

    [Fact]
    public void Nothing_goes_while_a_key_is_blocked_and_a_shorter_block_does_not_end_a_longer_one()
    {
        _lanes.Block(Shared, TimeSpan.FromSeconds(7));
        _lanes.Block(Shared, TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(7), Take(Shared));
    }

    [Theory]
    [InlineData(1, 40)]
    [InlineData(3, 550)]
    [InlineData(12, 1_250)]
    public void No_span_holds_more_than_the_pace_says_in_whatever_order_times_are_taken(int burst, int milliseconds)
    {
        var pace = new Pace(burst, TimeSpan.FromMilliseconds(milliseconds));
        var random = new Random(1_503);
        var at = new List<DateTimeOffset>();
        for (var i = 0; i < 400; i++)
        {
            // The second key holds some of them back at random.
            _lanes.Block(new PaceKey($"held{i}", pace), TimeSpan.FromMilliseconds(random.Next(2) * random.Next(20_000)));
            at.Add(_time.GetUtcNow() + Take(new PaceKey("a", pace), new PaceKey($"held{i}", pace)));
            _time.Advance(TimeSpan.FromMilliseconds(random.Next(milliseconds)));
        }

        foreach (var span in (int[])[1, 2, 30])
        {
            var most = at.Max(start => at.Count(other => other >= start && other < start + TimeSpan.FromSeconds(span)));
            Assert.True(most <= burst + Math.Ceiling(span * 1_000d / milliseconds), $"{most} in {span} s");
        }
    }

    private TimeSpan Take(params ReadOnlySpan<PaceKey> keys)
    {
        Assert.True(_lanes.TryTake(TimeSpan.MaxValue, out var wait, keys));
        return wait;
    }
}
