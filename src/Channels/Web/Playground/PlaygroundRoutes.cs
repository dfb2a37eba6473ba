using ChatOpsBot.Channels.Web.Inbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ChatOpsBot.Channels.Web.Playground;

/// <summary>The pages of the playground. Mapped in Development only.</summary>
internal static class PlaygroundRoutes
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapPlayground(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapGroup(string.Empty).ExcludeFromDescription();
        pages.MapGet("/", () => Results.Redirect(WebPaths.Playground));
        pages.MapGet(WebPaths.Playground, (PlaygroundAssets assets) => Serve(assets.Find("index.html")));
        pages.MapGet($"{WebPaths.Playground}/{{file}}", (string file, PlaygroundAssets assets) => Serve(assets.Find(file)));
        pages.MapGet($"{WebPaths.Playground}/previews/{{turnId}}", (string turnId, HttpContext context, PreviewEndpoint endpoint) => endpoint.HandleAsync(turnId, context))
            .AddEndpointFilter<RefusalFilter>()
            .AddEndpointFilter<CredentialFilter>();
    }

    private static IResult Serve(PlaygroundAsset? asset) => asset is null ? WebProblem.NotFound : new AssetResult(asset);

    private sealed class AssetResult(PlaygroundAsset asset) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            httpContext.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue(asset.ETag)).ExecuteAsync(httpContext);
        }
    }
}
