using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Usage.Budgets;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.UnitTests.Usage.Budgets;

public sealed class SpendingPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 2, 28, 23, 59, 59, TimeSpan.Zero);

    [Theory]
    [InlineData(0, SpendingLevel.Normal)]
    [InlineData(89.99, SpendingLevel.Normal)]
    [InlineData(90, SpendingLevel.Economy)]
    [InlineData(99, SpendingLevel.Economy)]
    [InlineData(99.01, SpendingLevel.None)]
    [InlineData(150, SpendingLevel.None)]
    public void The_level_follows_from_what_is_used_and_what_one_more_question_may_cost(double used, object level)
        => Assert.Equal(level, SpendingPolicy.Decide(Stand((decimal)used)).Level);

    [Fact]
    public void The_strictest_budget_decides_and_without_one_nothing_is_limited()
    {
        Assert.Equal(SpendingLevel.None, SpendingPolicy.Decide([Stand(95), Stand(100), Stand(0)]).Level);
        Assert.Equal(SpendingDecision.Unlimited, SpendingPolicy.Decide([]));
    }

    [Fact]
    public void A_person_is_told_why_the_answer_is_a_cheaper_one()
    {
        Assert.Null(SpendingPolicy.Decide(Stand(80)).Remark);
        Assert.Equal("Only economical models may be asked now: 94 % of this month's budget is used.", SpendingPolicy.Decide(Stand(94.999m)).Remark?.Invoke(Phrases.English));
        Assert.Equal(
            "Quoted from the sources without a model: this month's budget is used up. The next one begins on 1 March at 00:00 UTC.",
            SpendingPolicy.Decide(Stand(100)).Remark?.Invoke(Phrases.English));
        Assert.Equal("Only economical models may be asked now: 90 % of today's budget is used.", SpendingPolicy.Decide(Stand(90, BudgetPeriod.Day)).Remark?.Invoke(Phrases.English));
    }

    [Theory]
    [InlineData("2026-02-28T23:59:59Z", "2026-02-01", "2026-02-28")]
    [InlineData("2028-02-01T00:00:00Z", "2028-02-01", "2028-02-29")]
    [InlineData("2026-12-31T23:30:00-01:00", "2027-01-01", "2027-01-31")]
    public void A_month_is_that_of_the_calendar_in_utc(string now, string from, string to)
        => Assert.Equal(
            new BudgetWindow(Day(from), Day(to)),
            BudgetWindow.Of(BudgetPeriod.Month, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static BudgetStand Stand(decimal used, BudgetPeriod period = BudgetPeriod.Month)
        => new(new Budget { Limit = 100, Period = period }, BudgetWindow.Of(period, Now), used, Wanted: 1);
}
