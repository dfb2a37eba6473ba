using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>What models may cost.</summary>
public sealed class BudgetOptions
{
    public const string SectionName = "Usage";

    /// <summary>Gets the budgets. Every one that concerns a question must have room for it. None by default.</summary>
    [ValidateEnumeratedItems]
    public IList<Budget> Budgets { get; } = [];

    /// <summary>
    /// Gets or sets what is set aside for a question before it is answered, in the currency of the price table: the most one should cost. 0.05 by default. A budget is overdrawn
    /// by what running questions cost above it, and by nothing else.
    /// </summary>
    [Range(typeof(decimal), "0.000001", "1000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public decimal ReservationPerQuestion { get; set; } = 0.05m;

    /// <summary>Gets or sets the part of a budget that one process may set aside while the ledger cannot be asked; after it, no model is called. 0.01 by default.</summary>
    [Range(0, 1)]
    public double OutageAllowance { get; set; } = 0.01;
}

/// <summary>One budget.</summary>
public sealed class Budget
{
    /// <summary>Gets or sets whose it is; none for all organisations together.</summary>
    public string? Tenant { get; set; }

    /// <summary>Gets or sets when it begins anew, in UTC. <see cref="BudgetPeriod.Month"/> by default.</summary>
    [EnumDataType(typeof(BudgetPeriod))]
    public BudgetPeriod Period { get; set; } = BudgetPeriod.Month;

    /// <summary>Gets or sets how much may be spent, in the currency of the price table. Required.</summary>
    [Range(typeof(decimal), "0.000001", "1000000000", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public decimal Limit { get; set; }

    /// <summary>Gets or sets the part from which operators are warned. 0.8 by default.</summary>
    [Range(0, 1)]
    public double WarnAt { get; set; } = 0.8;

    /// <summary>Gets or sets the part from which only economical models are called. 0.9 by default.</summary>
    [Range(0, 1)]
    public double EconomyAt { get; set; } = 0.9;

    internal string Name => $"{Tenant ?? "all"}/{Period.ToString().ToLowerInvariant()}";
}

/// <summary>How long a budget lasts.</summary>
public enum BudgetPeriod
{
    /// <summary>A day in UTC.</summary>
    Day,

    /// <summary>A calendar month in UTC.</summary>
    Month,
}

/// <summary>Checks what the annotations say, and that budgets fit together.</summary>
internal sealed class BudgetOptionsValidator : IValidateOptions<BudgetOptions>
{
    public ValidateOptionsResult Validate(string? name, BudgetOptions options)
    {
        string[] faults = [.. AnnotationFaults.Of(options, BudgetOptions.SectionName), .. options.Budgets.SelectMany((budget, index) => FaultsOf(options, budget, index))];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(BudgetOptions options, Budget budget, int index)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{BudgetOptions.SectionName}:{nameof(options.Budgets)}:{index}");
        if (budget.Tenant is { } tenant && string.IsNullOrWhiteSpace(tenant))
        {
            yield return $"{key}:{nameof(budget.Tenant)} is empty, which is nobody's name; name an organisation, or leave it out for all of them together.";
        }

        if (budget.Limit > 0 && budget.Limit < options.ReservationPerQuestion)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{key}:{nameof(budget.Limit)} ({budget.Limit}) has no room for one question; raise it, or lower Usage:ReservationPerQuestion ({options.ReservationPerQuestion}).");
        }

        if (options.Budgets.Take(index).Any(other => other.Name == budget.Name))
        {
            yield return $"{key} is a second budget for {budget.Name}; remove one of the two.";
        }
    }
}
