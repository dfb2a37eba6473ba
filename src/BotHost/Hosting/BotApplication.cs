using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.BotHost.Hosting;

/// <summary>The table of contents of the serving process.</summary>
public static class BotApplication
{
    /// <summary>Composes the application; nothing is opened, read or listened on before it is started.</summary>
    /// <param name="args">Configuration as <c>--Key value</c>.</param>
    /// <param name="configure">Lets a test replace services.</param>
    /// <exception cref="StartupException">The configuration must not be started with.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Host.UseDefaultServiceProvider(provider =>
        {
            provider.ValidateScopes = true;
            provider.ValidateOnBuild = true;
        });
        builder.AddBotLogging();
        builder.AddBotServer();

        builder.Services.AddSingleton(new ContentRoot(HostFolders.Root));
        builder.Services.AddRagCore(builder.Configuration);
        builder.Services.AddWebChannel();
        builder.Services.AddSlackChannel();
        builder.Services.AddTeamsChannel();
        builder.Services.AddBotHealth();
        builder.Services.AddBotOpenApi();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapBotHealth();
        app.MapOpenApi();
        app.MapWebChannel();
        app.MapSlackChannel();
        app.MapTeamsChannel();
        return app;
    }
}
