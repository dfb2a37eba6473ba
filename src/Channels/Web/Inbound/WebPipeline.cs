using System.Threading.RateLimiting;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>
/// What surrounds every request to this channel: headers, problem details, origins, limits. A start-up filter, so that a host which
/// maps the channel cannot forget it, and so that refusals of the router carry the headers too.
/// </summary>
internal sealed partial class WebPipeline(
    IOptions<WebChannelOptions> options, WebAuthentication authentication, ILogger<WebPipeline> logger) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.Enabled)
        {
            app.UseWhen(WebPaths.IsOurs, Surround);
        }

        next(app);
    };

    private void Surround(IApplicationBuilder app)
    {
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = ExplainAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => WebProblem.OfStatus(context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        if (options.Value.AllowedOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.Value.AllowedOrigins])
                .WithMethods("GET", "POST")
                .WithHeaders("Authorization", "Content-Type", "Idempotency-Key")
                .WithExposedHeaders("Retry-After"));
        }

        if (options.Value.RequestsPerMinute > 0)
        {
            app.UseRateLimiter(new RateLimiterOptions
            {
                GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(Partition),
                OnRejected = (context, _) => new ValueTask(TooMany(context).ExecuteAsync(context.HttpContext)),
            });
        }
    }

    private RateLimitPartition<string> Partition(HttpContext context)
    {
        if (!WebPaths.IsApi(context))
        {
            return RateLimitPartition.GetNoLimiter("page");
        }

        var caller = authentication.Identify(context)?.Id ?? $"ip:{context.Connection.RemoteIpAddress}";
        return RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.RequestsPerMinute,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.Value.RequestsPerMinute,
            QueueLimit = 0,
        });
    }

    private static WebProblem TooMany(OnRejectedContext context)
        => new(429, "too_many_requests", "Too many requests from this caller. Wait as long as Retry-After says.")
        {
            RetryAfter = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var delay) ? delay : TimeSpan.FromSeconds(1),
        };

    private Task ExplainAsync(HttpContext context)
    {
        RequestFailed(context.Features.Get<IExceptionHandlerFeature>()?.Error, context.TraceIdentifier);
        return WebProblem.Failed.ExecuteAsync(context);
    }

    [LoggerMessage(LogEvents.WebRequestFailed, LogLevel.Error, "Request {RequestId} failed")]
    private partial void RequestFailed(Exception? error, string requestId);
}
