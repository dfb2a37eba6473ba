using System.Globalization;
using ChatOpsBot.RagCore.Conversations.Text;
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
        var percent = ((int)Math.Floor(stand.Share * 100)).ToString(CultureInfo.InvariantCulture);
        var text = stand.Budget.Period is BudgetPeriod.Day ? Phrase.BudgetEconomyDay : Phrase.BudgetEconomyMonth;
        return new SpendingDecision(SpendingLevel.Economy, words => words.Say(text, ("percent", percent)));
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
/// <param name="Remark">Says what the person is told; null when there is nothing to tell.</param>
internal sealed record SpendingDecision(SpendingLevel Level, Func<Phrases, string>? Remark)
{
    public static SpendingDecision Unlimited { get; } = new(SpendingLevel.Normal, null);

    /// <summary>Gets the decision when nobody knows what is left.</summary>
    public static SpendingDecision Unknown { get; } = new(SpendingLevel.None, words => words[Phrase.BudgetUnknown]);

    public static SpendingDecision Nothing(BudgetPeriod period, BudgetWindow window) => new(
        SpendingLevel.None,
        words => words.Say(period is BudgetPeriod.Day ? Phrase.BudgetUsedUpDay : Phrase.BudgetUsedUpMonth, ("date", words.DayAndMonth(window.NextBegins))));
}
