using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>Liveness depends on nothing; readiness means that a question can be stored and answered .</summary>
internal static class HealthEndpoints
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static IServiceCollection AddBotHealth(this IServiceCollection services)
    {
        services.AddSingleton<StoppingCheck>();
        services.AddHealthChecks()
            .AddCheck<StoppingCheck>("intake")
            .AddCheck<StorageCheck>("storage")
            .AddCheck<KnowledgeCheck>("knowledge")
            .AddCheck<SlackCheck>("slack");
        return services;
    }

    public static void MapBotHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var checks = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new CheckResult(Name(entry.Value.Status), entry.Value.Description));
        return context.Response.WriteAsJsonAsync(new ReadinessReport(Name(report.Status), checks), Json, context.RequestAborted);
    }

    private static string Name(HealthStatus status) => status.ToString().ToLowerInvariant();

    private sealed record ReadinessReport(string Status, IReadOnlyDictionary<string, CheckResult> Checks);

    private sealed record CheckResult(string Status, string? Detail);
}
