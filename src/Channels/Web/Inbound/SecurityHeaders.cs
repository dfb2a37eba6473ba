using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Headers of every response of the channel, errors included. A response may name its own policy or caching; it then stands.</summary>
internal static class SecurityHeaders
{
    private const string Closed = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => Add((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task Add(HttpResponse response)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = headers.AccessControlAllowOrigin.Count > 0 ? "cross-origin" : "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.TryAdd("Content-Security-Policy", Closed);
        if (!IsRevalidated(response))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    private static bool IsRevalidated(HttpResponse response) => response.Headers.ETag.Count > 0;
}
