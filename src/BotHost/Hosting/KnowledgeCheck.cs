using System.Globalization;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Says whether the documents have been read once.</summary>
internal sealed class KnowledgeCheck(IKnowledgeReadiness knowledge) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(knowledge.IsLoaded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(Describe(knowledge.Progress)));

    private static string Describe(ReadingProgress progress) => progress switch
    {
        { Found: 0 } => "The documents are being read.",
        { Read: var read, Found: var found } when read < found => string.Create(CultureInfo.InvariantCulture, $"Reading: {read} of {found} files."),
        { Found: var found } => string.Create(CultureInfo.InvariantCulture, $"{found} files are read and being indexed."),
    };
}
