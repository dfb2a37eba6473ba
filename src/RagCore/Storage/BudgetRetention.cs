using System.Globalization;
using ChatOpsBot.RagCore.Usage.Budgets;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage;

/// <summary>Refuses a budget that lasts longer than what is spent is remembered.</summary>
internal sealed class BudgetRetention(IOptions<StorageOptions> storage) : IValidateOptions<BudgetOptions>
{
    private static readonly TimeSpan LongestMonth = TimeSpan.FromDays(31);

    public ValidateOptionsResult Validate(string? name, BudgetOptions options)
    {
        var months = options.Budgets.Select((budget, index) => (budget, index)).Where(item => item.budget.Period is BudgetPeriod.Month).ToList();
        return months is [var (_, index), ..] && storage.Value.Retention < LongestMonth
            ? ValidateOptionsResult.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"{BudgetOptions.SectionName}:{nameof(BudgetOptions.Budgets)}:{index} lasts a month, but Storage:Retention ({storage.Value.Retention:c}) forgets sooner what was spent; keep 31 days or more, or set a budget for the day."))
            : ValidateOptionsResult.Success;
    }
}
