using System.Globalization;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>Decides what models may cost from how much of each budget is used.</summary>
internal static class SpendingPolicy
{
    /// <summary>Returns the strictest decision; without budgets every model may be called.</summary>
    public static SpendingDecision Decide(IEnumerable<BudgetStand> stands)
        => Strictest(stands.Select(Decide));

    /// <summary>Returns the decision that allows the least.</summary>
    public static SpendingDecision Strictest(IEnumerable<SpendingDecision> decisions)
        => decisions.MaxBy(decision => decision.Level) ?? SpendingDecision.Unlimited;

    /// <summary>Returns what one budget says. What other questions have set aside counts as spent.</summary>
    public static SpendingDecision Decide(BudgetStand stand)
    {
        var budget = stand.Budget;
        if (stand.Used + stand.Wanted > budget.Limit)
        {
            return SpendingDecision.Nothing(budget.Period, stand.Window);
        }

        return stand.Share >= budget.EconomyAt ? Economy(stand) : SpendingDecision.Unlimited;
    }

    private static SpendingDecision Economy(BudgetStand stand)
    {
        var whose = stand.Budget.Period is BudgetPeriod.Day ? "today's" : "this month's";
        var percent = (int)Math.Floor(stand.Share * 100);
        return new SpendingDecision(
            SpendingLevel.Economy,
            string.Create(CultureInfo.InvariantCulture, $"Only economical models may be asked now: {percent} % of {whose} budget is used."));
    }
}

/// <summary>How much of a budget is used when a question wants some.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Window">The days it lasts.</param>
/// <param name="Used">What is spent, and what other questions have set aside.</param>
/// <param name="Wanted">What this question wants to set aside.</param>
internal sealed record BudgetStand(Budget Budget, BudgetWindow Window, decimal Used, decimal Wanted)
{
    public double Share => (double)(Used / Budget.Limit);
}

/// <summary>What models may cost, and what the person is told of it.</summary>
/// <param name="Level">Which models may be called.</param>
/// <param name="Remark">What the person is told; null when there is nothing to tell.</param>
internal sealed record SpendingDecision(SpendingLevel Level, string? Remark)
{
    public static SpendingDecision Unlimited { get; } = new(SpendingLevel.Normal, null);

    /// <summary>Gets the decision when nobody knows what is left.</summary>
    public static SpendingDecision Unknown { get; } = new(
        SpendingLevel.None, "Quoted from the sources without a model: I cannot find out just now how much of the budget is left.");

    public static SpendingDecision Nothing(BudgetPeriod period, BudgetWindow window) => new(
        SpendingLevel.None,
        $"Quoted from the sources without a model: {(period is BudgetPeriod.Day ? "today's" : "this month's")} budget is used up. The next one begins on {window.NextBegins} at 00:00 UTC.");
}
