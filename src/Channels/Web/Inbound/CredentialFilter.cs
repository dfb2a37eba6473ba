using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Lets nobody through who has not proved who they are. An endpoint that is not behind it finds no credential and fails.</summary>
internal sealed class CredentialFilter(WebAuthentication authentication) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (authentication.Identify(context.HttpContext) is not { } credential)
        {
            return WebProblem.Unauthorized;
        }

        context.HttpContext.Features.Set(credential);
        return await next(context);
    }
}

/// <summary>What the filter found out.</summary>
internal static class CredentialFeature
{
    public static WebCredential Credential(this HttpContext context)
        => context.Features.Get<WebCredential>() ?? throw new InvalidOperationException("The endpoint is not behind the credential filter.");

    public static string? QueriedUser(this HttpContext context)
        => context.Request.Query.TryGetValue("user", out var user) && user.Count == 1 && !string.IsNullOrEmpty(user[0]) ? user[0] : null;
}
