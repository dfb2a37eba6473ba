using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Diagnostics;

public sealed class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("2", 2.0)]
    [InlineData("0.5", 0.5)]
    [InlineData("-2", null)]
    [InlineData("-Infinity", null)]
    [InlineData("Infinity", null)]
    [InlineData("NaN", null)]
    [InlineData("1e308", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("Mon, 01 Jan 1990 00:00:00 GMT", null)]
    public void What_a_service_asks_for_is_a_pause_or_nothing(string? value, double? seconds)
        => Assert.Equal(seconds, RetryAfterHeader.Read(value, new FixedTimeProvider())?.TotalSeconds);
}
