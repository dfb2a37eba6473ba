using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Usage.Ledger;

/// <summary>What to sum.</summary>
/// <param name="Tenant">Whose usage; null for that of everybody.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day.</param>
/// <param name="By">How to group.</param>
public sealed record UsageQuery(TenantId? Tenant, DateOnly From, DateOnly To, UsageGrouping By);

/// <summary>What usage is grouped by.</summary>
public enum UsageGrouping
{
    /// <summary>One group of everything.</summary>
    None,

    /// <summary>The organisation.</summary>
    Tenant,

    /// <summary>Where it was asked.</summary>
    Channel,

    /// <summary>Who asked, as a key.</summary>
    Person,

    /// <summary>The model. A question counts for each model it used; those that used none have an empty key.</summary>
    Model,

    /// <summary>What a model was called for. Counted as models are.</summary>
    Purpose,

    /// <summary>The day, as <c>2026-03-02</c>.</summary>
    Day,
}

/// <summary>The sum of one group.</summary>
/// <param name="Key">What the group has in common.</param>
/// <param name="Totals">The sum.</param>
public sealed record UsageRow(string Key, UsageTotals Totals);
