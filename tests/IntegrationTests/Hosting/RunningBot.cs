using ChatOpsBot.BotHost.Hosting;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.TestKit.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.IntegrationTests.Hosting;

/// <summary>The composed product in this process, listening on a free loopback port, with everything it logs kept.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _data;

    private RunningBot(WebApplication app, DirectoryInfo data, RecordingLogs logs)
    {
        _app = app;
        _data = data;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public RecordingLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the product in Development; returns when its documents are read.</summary>
    public static async Task<RunningBot> StartAsync(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? configure = null)
    {
        var data = Directory.CreateTempSubdirectory("chatopsbot-");
        var logs = new RecordingLogs();
        var all = new Dictionary<string, string>(settings)
        {
            ["environment"] = "Development",
            ["Urls"] = "http://127.0.0.1:0",
            ["Storage:DataPath"] = data.FullName,
            ["Logging:LogLevel:Default"] = "Debug",
            ["Logging:LogLevel:Microsoft"] = "Debug",
            ["Logging:LogLevel:System"] = "Debug",
        };
        var app = BotApplication.Build([.. all.Select(setting => $"--{setting.Key}={setting.Value}")], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(logs);
            configure?.Invoke(builder.Services);
        });
        await app.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await app.Services.GetRequiredService<IKnowledgeReadiness>().WaitUntilLoadedAsync(limit.Token);
        return new RunningBot(app, data, logs);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
