using ChatOpsBot.RagCore.Conversations;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Explains the failures that are nobody's mistake here: a store that is away, a body that broke off.</summary>
internal sealed class RefusalFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException)
        {
            return WebProblem.StoreUnavailable;
        }
        catch (BadHttpRequestException broken)
        {
            return WebProblem.OfStatus(broken.StatusCode);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty;
        }
    }
}
