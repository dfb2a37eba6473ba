using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage.Calls;
using ChatOpsBot.RagCore.Usage.Ledger;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>
/// Sets money aside for a question before a model is called; the answer's step settles it. Claims see each other, over all replicas, so that a budget is
/// overdrawn by no more than what the questions that run cost above <see cref="BudgetOptions.ReservationPerQuestion"/>.
/// </summary>
internal sealed partial class BudgetKeeper(
    IUsageLedger ledger, IOptions<BudgetOptions> options, TimeProvider time, UsageMetrics metrics, ILogger<BudgetKeeper> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Budget, BudgetMemory> _memories = options.Value.Budgets.ToDictionary(budget => budget, _ => new BudgetMemory());
    private bool _isLost;

    /// <summary>Decides what models may cost for a question, and sets that aside with what earlier attempts at it paid.</summary>
    public async Task<SpendingDecision> ReserveAsync(AnswerAccount account, string turnId, decimal paid, CancellationToken cancellationToken)
    {
        var budgets = options.Value.Budgets.Where(budget => budget.Tenant is null || budget.Tenant == account.Tenant.Value).ToList();
        if (budgets.Count == 0)
        {
            return SpendingDecision.Unlimited;
        }

        var claim = new UsageClaim(turnId, account, options.Value.ReservationPerQuestion + paid, UsageClaim.DefaultHold);
        var decision = await DecideAsync(budgets, claim, paid, cancellationToken);
        metrics.Decided(decision.Level.ToString().ToLowerInvariant());
        return decision;
    }

    private async Task<SpendingDecision> DecideAsync(List<Budget> budgets, UsageClaim claim, decimal paid, CancellationToken cancellationToken)
    {
        var windows = budgets.ConvertAll(budget => BudgetWindow.Of(budget.Period, time.GetUtcNow()));
        try
        {
            var asked = budgets.Zip(windows, (budget, window) => new UsageWindow(budget.Tenant is { } tenant ? new TenantId(tenant) : null, null, window.From, window.To));
            var found = await ledger.ClaimAsync(claim, [.. asked], cancellationToken);
            var stands = found.Select((stand, i) => new BudgetStand(budgets[i], windows[i], stand.Settled.Cost + stand.OpenCost, claim.Cost)).ToList();
            stands.ForEach(Remember);
            var decision = SpendingPolicy.Decide(stands);
            if (decision.Level is SpendingLevel.None)
            {
                // It will spend nothing more: what it set aside is free for the budgets that still have room.
                await ledger.ClaimAsync(claim with { Cost = paid }, [], cancellationToken);
            }

            return decision;
        }
        catch (StoreUnavailableException)
        {
            return WithoutLedger(budgets, windows, claim.Cost);
        }
    }

    private void Remember(BudgetStand stand)
    {
        metrics.Stands(stand.Budget.Name, stand.Share);
        lock (_gate)
        {
            Found();
            var memory = _memories[stand.Budget];
            memory.Know(stand);
            if (memory.IsNews(BudgetAlarm.Warned, stand.Share >= stand.Budget.WarnAt))
            {
                BudgetWarning(stand.Budget.Name, stand.Share, stand.Budget.Limit);
            }

            if (memory.IsNews(BudgetAlarm.Exhausted, stand.Used + stand.Wanted > stand.Budget.Limit))
            {
                BudgetExhausted(stand.Budget.Name, stand.Budget.Limit, stand.Window.To);
            }
        }
    }

    private void Found()
    {
        if (_isLost)
        {
            _isLost = false;
            LedgerFound();
        }
    }

    // Goes on at the last known level, for as much as this process may set aside in an outage.
    private SpendingDecision WithoutLedger(List<Budget> budgets, List<BudgetWindow> windows, decimal wanted)
    {
        lock (_gate)
        {
            if (!_isLost)
            {
                _isLost = true;
                LedgerLost();
            }

            return SpendingPolicy.Strictest(budgets.Select((budget, i) => _memories[budget].Guess(budget, windows[i], wanted, options.Value.OutageAllowance)));
        }
    }

    [LoggerMessage(LogEvents.BudgetWarning, LogLevel.Warning, "The budget {Budget} is used by {Share:P0} of {Limit}")]
    private partial void BudgetWarning(string budget, double share, decimal limit);

    [LoggerMessage(LogEvents.BudgetExhausted, LogLevel.Warning, "The budget {Budget} of {Limit} is used up: no model is called on it until the end of {LastDay}")]
    private partial void BudgetExhausted(string budget, decimal limit, DateOnly lastDay);

    [LoggerMessage(LogEvents.UsageLedgerLost, LogLevel.Warning, "The ledger of usage cannot be asked: budgets go on as they were last known, for a small allowance")]
    private partial void LedgerLost();

    [LoggerMessage(LogEvents.UsageLedgerFound, LogLevel.Information, "The ledger of usage can be asked again")]
    private partial void LedgerFound();
}
