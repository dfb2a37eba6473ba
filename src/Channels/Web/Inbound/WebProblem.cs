using System.Globalization;
using System.Text.Json;
using ChatOpsBot.Channels.Web.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>A refusal, as problem details (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Code">A stable key for programs and metrics.</param>
/// <param name="Detail">What is wrong and what to do. Never repeats what was sent.</param>
internal sealed record WebProblem(int Status, string Code, string Detail) : IResult
{
    public static WebProblem Unauthorized { get; } = new(
        401, "unauthorized", "Send a valid key as `Authorization: Bearer <key>`. Without configured keys only this machine is served, in Development.");

    public static WebProblem WrongTenant { get; } = new(403, "wrong_tenant", "The key belongs to another tenant than the request names.");

    public static WebProblem MayNotActForUser { get; } = new(403, "may_not_act_for_user", "The key may not act for this user.");

    public static WebProblem BadUser { get; } = new(
        400, "bad_user", "`user` is an id of 1 to 128 characters without spaces or control characters, and does not start with `key:`.");

    public static WebProblem NotFound { get; } = new(404, "not_found", "There is nothing here, or you may not see it.");

    public static WebProblem Busy { get; } = new(503, "busy", "Too many questions are waiting. Try again shortly.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static WebProblem StoreUnavailable { get; } = new(
        503, "store_unavailable", "The store cannot be reached now. Try again shortly.")
    { RetryAfter = TimeSpan.FromSeconds(5) };

    public static WebProblem Failed { get; } = new(500, "failed", "Something went wrong on our side. It has been recorded.");

    /// <summary>Gets when to try again, when that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the turn it is about, when there is one.</summary>
    public string? TurnId { get; init; }

    public static WebProblem OfStatus(int status) => status switch
    {
        404 => NotFound,
        405 => new WebProblem(405, "method_not_allowed", "This address does not take this method."),
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        _ => new WebProblem(status, "refused", "The request could not be taken."),
    };

    public static WebProblem BodyTooLarge { get; } = new(413, "body_too_large", "The body is larger than 256 KiB.");

    public static WebProblem UnsupportedMediaType { get; } = new(
        415, "unsupported_media_type", "Send `Content-Type: application/json` in UTF-8, not compressed.");

    public ProblemBody ToBody() => new("about:blank", ReasonPhrases.GetReasonPhrase(Status), Status, Detail, Code, TurnId);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.RequestServices.GetRequiredService<WebMetrics>().Refused(Code);
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (Status == 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (RetryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return JsonSerializer.SerializeAsync(response.Body, ToBody(), WebJson.Relaxed.ProblemBody, httpContext.RequestAborted);
    }
}
