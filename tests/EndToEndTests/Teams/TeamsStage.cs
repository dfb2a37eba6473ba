using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Models;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.EndToEndTests.Teams;

/// <summary>The product as a process with Microsoft's test client in front of it.</summary>
internal sealed class TeamsStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly TeamsTokenIssuer? _issuer;

    private TeamsStage(TemporaryFolder folder, BotProcess bot, TeamsClient client, TeamsTokenIssuer? issuer)
        => (_folder, Bot, Client, _issuer) = (folder, bot, client, issuer);

    public BotProcess Bot { get; }

    public TeamsClient Client { get; }

    public static async Task<TeamsStage> StartAsync(bool withTokens = false, SlowModel? model = null, params (string Key, string Value)[] settings)
    {
        var port = LoopbackPort.Free();
        var folder = new TemporaryFolder();
        var issuer = withTokens ? await TeamsTokenIssuer.StartAsync(TeamsClient.ServiceUrl(port)) : null;
        var all = Settings(folder, port, issuer, settings);
        model?.Configure(all);
        var bot = await BotProcess.StartAsync(all);
        return new TeamsStage(folder, bot, await TeamsClient.OpenAsync(bot.Address, port, issuer), issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Bot.DisposeAsync();
        if (_issuer is not null)
        {
            await _issuer.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static Dictionary<string, string?> Settings(TemporaryFolder folder, int port, TeamsTokenIssuer? issuer, (string Key, string Value)[] given)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage__DataPath"] = folder.Path,
            ["Channels__Teams__Enabled"] = "true",
            ["Channels__Teams__TenantId"] = TeamsClient.Tenant,
            ["Channels__Teams__DangerouslyAllowUnauthenticatedRequests"] = issuer is null ? "true" : "false",
        };
        if (issuer is not null)
        {
            settings["Channels__Teams__AppId"] = TeamsClient.AppId;
            settings["Channels__Teams__AppPassword"] = TeamsClient.AppPassword;
            settings["Channels__Teams__AppType"] = "MultiTenant";
            settings["Channels__Teams__OpenIdMetadataUrl"] = issuer.MetadataUrl.AbsoluteUri;
            settings["Channels__Teams__LoginUrl"] = issuer.LoginUrl.AbsoluteUri;
            settings["Channels__Teams__AllowedServiceHosts__0"] = $"localhost:{port}";
        }

        foreach (var (key, value) in given)
        {
            settings[$"Channels__Teams__{key}"] = value;
        }

        return settings;
    }
}
