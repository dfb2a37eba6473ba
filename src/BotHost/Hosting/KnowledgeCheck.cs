using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Says whether the documents have been read once.</summary>
internal sealed class KnowledgeCheck(IKnowledgeReadiness knowledge) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(knowledge.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The documents are being read."));
}
