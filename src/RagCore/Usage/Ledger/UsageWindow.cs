using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Usage.Ledger;

/// <summary>What is summed when something is set aside.</summary>
/// <param name="Tenant">Whose usage; null for that of everybody.</param>
/// <param name="PersonKey">Whose inside the organisation, of whom questions are summed and nothing else; null for everybody's.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day.</param>
public sealed record UsageWindow(TenantId? Tenant, string? PersonKey, DateOnly From, DateOnly To);

/// <summary>How much of a window is used.</summary>
/// <param name="Settled">What stored answers used.</param>
/// <param name="OpenQuestions">Other turns that have something set aside now.</param>
/// <param name="OpenCost">How much that is.</param>
public readonly record struct UsageStand(UsageTotals Settled, long OpenQuestions, decimal OpenCost);
