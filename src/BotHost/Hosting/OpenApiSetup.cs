namespace ChatOpsBot.BotHost.Hosting;

/// <summary>The description of the web API for programs, at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiSetup
{
    public static IServiceCollection AddBotOpenApi(this IServiceCollection services)
        => services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ChatOpsBot";
            document.Info.Description = "Ask your organisation's documents a question, get an answer with verified citations, rate it.";
            return Task.CompletedTask;
        }));
}
