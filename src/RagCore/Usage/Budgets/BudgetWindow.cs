namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>The days a budget lasts now.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
internal readonly record struct BudgetWindow(DateOnly From, DateOnly To)
{
    /// <summary>Gets when the next one begins.</summary>
    public DateOnly NextBegins => To.AddDays(1);

    public static BudgetWindow Of(BudgetPeriod period, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var first = new DateOnly(today.Year, today.Month, 1);
        return period is BudgetPeriod.Day ? new BudgetWindow(today, today) : new BudgetWindow(first, first.AddMonths(1).AddDays(-1));
    }
}
