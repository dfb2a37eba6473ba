using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>
/// Ends an installation (S-31). Its tokens go first, so that nothing is called any more; what else belongs to it follows; then it is forgotten. Told twice, in
/// either order or after a failure in between, it ends the same way.
/// </summary>
internal sealed partial class SlackUninstall(
    SlackInstallations installations, SlackIdentity identity, IEnumerable<IUninstallListener> listeners, IOptions<SlackOptions> options, ILogger<SlackUninstall> logger)
{
    private readonly bool _areInstalled = options.Value.IsInstalledByOAuth;

    /// <summary>Takes what Slack told and says what it was.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be done now; Slack delivers it again.</exception>
    public async Task<string> TakeAsync(SlackMapping.Uninstall told, CancellationToken cancellationToken)
    {
        if (!_areInstalled)
        {
            return await EndConfiguredAsync(told, cancellationToken);
        }

        if (await FindAsync(told, cancellationToken) is not { } found)
        {
            return SlackResults.WrongTenant;
        }

        var (installation, version) = found;
        if (told.At < installation.InstalledAt.ToUnixTimeSeconds() || (told.Bots.Count > 0 && installation.BotUserId is { } bot && !told.Bots.Contains(bot)))
        {
            // An earlier installation, or somebody else's token.
            return SlackResults.Done;
        }

        if (installation.BotToken is not null)
        {
            installation = installation with { BotToken = null, RefreshToken = null, ExpiresAt = null };
            if (!await installations.TryWriteAsync(installation, version, cancellationToken))
            {
                return await TakeAsync(told, cancellationToken);
            }
        }

        SlackUninstalled(installation.Id);
        var parts = installation.IsOrgWide ? await installations.ListPartsAsync(installation.Id, cancellationToken) : [];
        foreach (var place in parts.Append(installation.Id))
        {
            await TellAsync(new Uninstalled(ChannelKind.Slack, new TenantId(installation.Tenant), place), cancellationToken);
        }

        await ForgetAsync(installation.Id, cancellationToken);
        return SlackResults.Uninstalled;
    }

    private async Task<string> EndConfiguredAsync(SlackMapping.Uninstall told, CancellationToken cancellationToken)
    {
        if (identity.TeamId is { } ours && ours != told.Team)
        {
            return SlackResults.WrongTenant;
        }

        SlackUninstalled(told.Team);
        await TellAsync(new Uninstalled(ChannelKind.Slack, new TenantId(options.Value.Tenant), told.Team), cancellationToken);
        return SlackResults.Uninstalled;
    }

    private async Task<(SlackInstallation Installation, long Version)?> FindAsync(SlackMapping.Uninstall told, CancellationToken cancellationToken)
    {
        var own = await installations.ReadAsync(told.Team, cancellationToken);
        if (own is { Installation.PartOf: null })
        {
            return own;
        }

        if (told is { IsOrgWide: true, Enterprise: { } enterprise })
        {
            return await installations.ReadAsync(enterprise, cancellationToken);
        }

        // An enterprise that takes the app out of one of its workspaces keeps its installation.
        if (own is { } part)
        {
            await installations.TryRemoveAsync(told.Team, part.Version, cancellationToken);
        }

        return null;
    }

    private async Task TellAsync(Uninstalled uninstalled, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
        {
            await listener.UninstalledAsync(uninstalled, cancellationToken);
        }
    }

    // Unless it was installed again meanwhile.
    private async Task ForgetAsync(string id, CancellationToken cancellationToken)
    {
        if (await installations.ReadAsync(id, cancellationToken) is { Installation.BotToken: null } ended)
        {
            await installations.TryRemoveAsync(id, ended.Version, cancellationToken);
        }
    }

    [LoggerMessage(LogEvents.SlackUninstalled, LogLevel.Warning, "The app was uninstalled from {Installation}")]
    private partial void SlackUninstalled(string installation);
}
