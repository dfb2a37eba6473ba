namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>What this process knows of a budget: what was last told, who was told, and what was set aside while nobody could be asked.</summary>
internal sealed class BudgetMemory
{
    private BudgetStand? _last;
    private BudgetAlarm _told;
    private decimal _unasked;

    /// <summary>Takes what the ledger says.</summary>
    public void Know(BudgetStand stand)
    {
        _told = _last?.Window == stand.Window ? _told : BudgetAlarm.None;
        _last = stand;
        _unasked = 0;
    }

    /// <summary>Says whether an alarm is raised that was not yet raised in this period.</summary>
    public bool IsNews(BudgetAlarm alarm, bool isRaised)
    {
        var isNews = isRaised && !_told.HasFlag(alarm);
        _told |= isNews ? alarm : BudgetAlarm.None;
        return isNews;
    }

    /// <summary>Decides without the ledger, and remembers what that sets aside.</summary>
    public SpendingDecision Guess(Budget budget, BudgetWindow window, decimal wanted, double allowance)
    {
        if (_unasked + wanted > budget.Limit * (decimal)allowance)
        {
            return SpendingDecision.Unknown;
        }

        _unasked += wanted;
        var used = _last?.Window == window ? _last.Used : 0;
        return SpendingPolicy.Decide(new BudgetStand(budget, window, used + _unasked - wanted, wanted));
    }
}

/// <summary>What operators are told of a budget, once in a period.</summary>
[Flags]
internal enum BudgetAlarm
{
    None = 0,
    Warned = 1,
    Exhausted = 2,
}
