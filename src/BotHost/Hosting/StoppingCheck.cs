using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Turns readiness off as soon as the process is asked to stop, so that nothing new is sent to it .</summary>
internal sealed class StoppingCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The process is stopping.")
            : HealthCheckResult.Healthy());
}
