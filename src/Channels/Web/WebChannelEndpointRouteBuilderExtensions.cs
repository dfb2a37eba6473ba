using ChatOpsBot.Channels.Web;
using ChatOpsBot.Channels.Web.Inbound;
using ChatOpsBot.Channels.Web.Playground;
using ChatOpsBot.Channels.Web.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the web API and, in Development, its playground.</summary>
public static class WebChannelEndpointRouteBuilderExtensions
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    /// <summary>Maps <c>/v1/chat</c>, <c>/v1/feedback</c>, <c>/v1/documents</c> and <c>/playground</c>. Maps nothing when the channel is off.</summary>
    public static IEndpointRouteBuilder MapWebChannel(this IEndpointRouteBuilder endpoints)
    {
        if (!endpoints.ServiceProvider.GetRequiredService<IOptions<WebChannelOptions>>().Value.Enabled)
        {
            return endpoints;
        }

        var api = endpoints.MapGroup(string.Empty)
            .AddEndpointFilter<RouteGroupBuilder, RefusalFilter>()
            .AddEndpointFilter<RouteGroupBuilder, CredentialFilter>()
            .WithTags("Chat");
        MapChat(api);
        MapFeedback(api);
        MapDocuments(api);
        if (endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            endpoints.MapPlayground();
        }

        return endpoints;
    }

    // Parameters that the endpoints read from the context themselves are named here for the OpenAPI document.
    private static void MapChat(RouteGroupBuilder api) => api
        .MapPost(
            WebPaths.Chat,
            ([FromHeader(Name = "Idempotency-Key")] string? _, HttpContext context, ChatEndpoint endpoint) => endpoint.HandleAsync(context))
        .WithName("chat")
        .WithSummary("Ask a question, get a cited answer")
        .WithDescription(
            "Waits for the answer. With `Accept: text/event-stream` the response is a stream of `progress`, `delta` and one `done` event that "
            + "carries the same object, or one `error` event that carries problem details. With an `Idempotency-Key` a repeat returns the stored answer.")
        .Accepts<ChatRequest>(Json)
        .Produces<ChatResponse>(StatusCodes.Status200OK, Json, "text/event-stream")
        .ProducesProblems(400, 401, 403, 413, 415, 422, 429, 503, 504);

    private static void MapFeedback(RouteGroupBuilder api) => api
        .MapPost(WebPaths.Feedback, (HttpContext context, FeedbackEndpoint endpoint) => endpoint.HandleAsync(context))
        .WithName("feedback")
        .WithSummary("Rate an answer")
        .WithDescription("One vote per person and answer; a later one replaces an earlier one, `none` takes it back. Only who asked may vote.")
        .Accepts<FeedbackRequest>(Json)
        .Produces<FeedbackResponse>(StatusCodes.Status200OK, Json)
        .ProducesProblems(400, 401, 403, 404, 413, 415, 429, 503);

    private static void MapDocuments(RouteGroupBuilder api) => api
        .MapGet(
            WebPaths.Documents,
            (string? id, [FromQuery(Name = "user")] string? _, HttpContext context, DocumentEndpoint endpoint) => endpoint.HandleAsync(id, context))
        .WithName("document")
        .WithSummary("Read a document that an answer cites")
        .WithDescription("JSON for programs, a page to read for browsers. A document the caller may not read does not exist. `user` names the person the key acts for.")
        .Produces<DocumentResponse>(StatusCodes.Status200OK, Json, "text/html")
        .ProducesProblems(401, 403, 404, 429, 503);

    private static void ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, Problem);
        }
    }
}
