using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Usage.Quotas;

/// <summary>How much organisations may ask in a day.</summary>
public sealed class QuotaOptions
{
    public const string SectionName = "Usage";

    /// <summary>Gets the plans. None by default: nothing is limited by the day.</summary>
    [ValidateEnumeratedItems]
    public IList<UsagePlan> Plans { get; } = [];

    /// <summary>Returns the plan of an organisation: the one that names it, or the one that names nobody; null when there is none.</summary>
    internal UsagePlan? PlanOf(string tenant)
        => Plans.FirstOrDefault(plan => plan.Tenants.Contains(tenant)) ?? Plans.FirstOrDefault(plan => plan.Tenants.Count == 0);
}

/// <summary>What an organisation may use in a day, in UTC.</summary>
public sealed class UsagePlan
{
    /// <summary>Gets or sets the plan's name. Required.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets whose plan it is; that of everybody no plan names, when empty.</summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>Gets or sets how many questions of the organisation are answered in a day. 0 by default, which sets no limit.</summary>
    [Range(0, 1_000_000_000)]
    public long QuestionsPerDay { get; set; }

    /// <summary>Gets or sets after how many tokens of models no question of the organisation is answered for the rest of the day. 0 by default, which sets no limit.</summary>
    [Range(0, 1_000_000_000_000)]
    public long TokensPerDay { get; set; }

    /// <summary>Gets or sets how many questions of one person are answered in a day. 0 by default, which sets no limit.</summary>
    [Range(0, 1_000_000)]
    public long QuestionsPerPersonPerDay { get; set; }
}

/// <summary>Checks what the annotations say, and that every organisation has one plan.</summary>
internal sealed class QuotaOptionsValidator : IValidateOptions<QuotaOptions>
{
    private const string Key = $"{QuotaOptions.SectionName}:{nameof(QuotaOptions.Plans)}";

    public ValidateOptionsResult Validate(string? name, QuotaOptions options)
    {
        string[] faults = [.. AnnotationFaults.Of(options, QuotaOptions.SectionName), .. options.Plans.SelectMany((plan, index) => FaultsOf(options, plan, index))];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> FaultsOf(QuotaOptions options, UsagePlan plan, int index)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{Key}:{index}");
        var before = options.Plans.Take(index).ToList();
        if (plan.Tenants.Count == 0 && before.Any(other => other.Tenants.Count == 0))
        {
            yield return $"{key} names no organisation, as an earlier plan does; list its {nameof(plan.Tenants)}.";
        }

        foreach (var number in Enumerable.Range(0, plan.Tenants.Count).Where(number => string.IsNullOrWhiteSpace(plan.Tenants[number])))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{key}:{nameof(plan.Tenants)}:{number} is empty, which is nobody's name; name an organisation, or remove it.");
        }

        foreach (var tenant in plan.Tenants.Where(tenant => before.Any(other => other.Tenants.Contains(tenant))))
        {
            yield return $"{key}:{nameof(plan.Tenants)} names {tenant}, as an earlier plan does; remove it from one of the two.";
        }
    }
}
