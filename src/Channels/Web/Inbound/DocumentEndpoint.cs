using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>Shows a document to who may read it; "no access" and "does not exist" are the same reply (L-22).</summary>
internal sealed class DocumentEndpoint(IKnowledgeIndex index, IAccessResolver access, WebInboundMapper mapper)
{
    private const int MaxIdLength = 1_024;

    public async Task<IResult> HandleAsync(string? id, HttpContext context)
    {
        if (!context.Credential().TryActFor(context.QueriedUser(), tenant: null, out var caller, out var problem))
        {
            return problem;
        }

        var document = id is null or { Length: > MaxIdLength } ? null : await FindAsync(id, caller, context.RequestAborted);
        if (document is null)
        {
            return WebProblem.NotFound;
        }

        return WantsPage(context.Request) ? DocumentPage.Render(document, Phrases.For(ChatEndpoint.Locale(context.Request))) : Results.Json(Render(document), WebJson.Relaxed.DocumentResponse);
    }

    private async Task<Document?> FindAsync(string id, WebCaller caller, CancellationToken cancellationToken)
    {
        var filter = await access.ResolveAsync(mapper.Probe(caller), cancellationToken);
        return await index.FindAsync(id, filter, cancellationToken);
    }

    private static bool WantsPage(HttpRequest request)
        => request.GetTypedHeaders().Accept is [{ } first, ..] && first.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase);

    private static DocumentResponse Render(Document document) => new(
        document.Id,
        document.Title,
        document.Version,
        document.Effective,
        document.SupersededBy,
        document.IsSuperseded,
        document.Text,
        document.Format.ToString().ToLowerInvariant());
}
