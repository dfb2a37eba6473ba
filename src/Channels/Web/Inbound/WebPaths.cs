using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>The addresses that belong to this channel.</summary>
internal static class WebPaths
{
    public const string Chat = "/v1/chat";
    public const string Feedback = "/v1/feedback";
    public const string Documents = "/v1/documents/{**id}";
    public const string Playground = "/playground";

    public static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/v1");

    public static bool IsOurs(HttpContext context)
        => IsApi(context) || context.Request.Path.StartsWithSegments(Playground) || context.Request.Path == "/";
}
