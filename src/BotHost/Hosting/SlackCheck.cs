using ChatOpsBot.Channels.Slack.Installations;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Says what an operator should look at in Slack. Nothing there keeps the process from taking questions.</summary>
internal sealed class SlackCheck(SlackHealth slack) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(slack.Degradation is { } degradation ? HealthCheckResult.Degraded(degradation) : HealthCheckResult.Healthy());
}
