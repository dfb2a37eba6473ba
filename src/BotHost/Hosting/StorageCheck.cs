using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Says whether a message could be stored now, and what is missing when it could be all the same.</summary>
internal sealed class StorageCheck(IInbox inbox) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var statistics = inbox.Statistics;
        return Task.FromResult(statistics.Obstacle is { } obstacle
            ? HealthCheckResult.Unhealthy(obstacle)
            : statistics.Degradation is { } degradation ? HealthCheckResult.Degraded(degradation)
            : HealthCheckResult.Healthy($"{statistics.Waiting} turns wait, {statistics.Leased} run"));
    }
}
