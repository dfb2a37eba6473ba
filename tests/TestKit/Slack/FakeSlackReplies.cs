using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Writes replies that go wrong.</summary>
internal static class FakeSlackReplies
{
    public static Task RateLimitedAsync(HttpContext context, int? seconds)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (seconds is { } given)
        {
            context.Response.Headers.RetryAfter = given.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsync("""{"ok":false,"error":"ratelimited"}""");
    }

    public static async Task FaultAsync(HttpContext context, SlackFault fault, CancellationToken stopping)
    {
        switch (fault.Kind)
        {
            case SlackFaultKind.RateLimited:
                await RateLimitedAsync(context, fault.Number);
                break;
            case SlackFaultKind.Error:
                await context.Response.WriteAsync(FakeSlackMethods.Error(fault.Error!).ToJsonString(), CancellationToken.None);
                break;
            case SlackFaultKind.Status:
                context.Response.StatusCode = fault.Number ?? StatusCodes.Status500InternalServerError;
                break;
            case SlackFaultKind.Hang:
                await HangAsync(context, stopping);
                break;
            case SlackFaultKind.Cut:
                context.Abort();
                break;
            case SlackFaultKind.Html:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><title>Slack</title>", CancellationToken.None);
                break;
            default:
                await context.Response.WriteAsync("{\"ok\":true,\"ts\":\"17", CancellationToken.None);
                break;
        }
    }

    private static async Task HangAsync(HttpContext context, CancellationToken stopping)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var aborted = context.RequestAborted.Register(() => gone.TrySetResult());
        await using var stopped = stopping.Register(() => gone.TrySetResult());
        await gone.Task;
    }
}
