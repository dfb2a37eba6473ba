using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>Says which workspaces the bot serves, for whom, and who it is there: one workspace by its configured token, or those where the app was installed.</summary>
internal sealed class SlackWorkspaces(SlackInstallations installations, SlackIdentity identity, IOptions<SlackOptions> options)
{
    private readonly bool _areInstalled = options.Value.IsInstalledByOAuth;
    private readonly TenantId _tenant = new(options.Value.Tenant);

    /// <summary>Gets a value indicating whether it can be told yet which workspaces are served.</summary>
    public bool IsReady => _areInstalled || identity.IsKnown;

    /// <summary>Returns a workspace that is served; null when it is not.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be told now.</exception>
    public ValueTask<SlackWorkspace?> FindAsync(string team, CancellationToken cancellationToken) => ResolveAsync(null, team, cancellationToken);

    /// <summary>Returns the workspace that a request concerns, by its own installation or by that of its enterprise (S-30, S-83).</summary>
    /// <exception cref="StoreUnavailableException">It cannot be told now.</exception>
    public async ValueTask<SlackWorkspace?> ResolveAsync(string? enterprise, string team, CancellationToken cancellationToken)
    {
        if (!_areInstalled)
        {
            return Of(team);
        }

        if (await installations.FindAsync(team, cancellationToken) is null && enterprise is not null
            && await installations.FindAsync(enterprise, cancellationToken) is { BotToken: not null, IsOrgWide: true })
        {
            // Replies name the workspace alone, and whichever replica writes them must find the token.
            await installations.TryWriteAsync(new SlackInstallation { Enterprise = enterprise, Team = team, PartOf = enterprise }, 0, cancellationToken);
            await installations.FindAsync(team, cancellationToken);
        }

        return Of(team);
    }

    /// <summary>Returns a workspace as it was found last, without asking anybody.</summary>
    public SlackWorkspace? Of(string team)
    {
        if (_areInstalled)
        {
            // Asked anew: who takes a workspace off the list serves it no more.
            return installations.LastRead(team) is { BotToken: not null } installation && options.Value.TenantOf(installation.Team, installation.Enterprise) is { } tenant
                ? new SlackWorkspace(team, new TenantId(tenant), installation.BotUserId, installation.BotId)
                : null;
        }

        return identity.TeamId is { } ours && ours != team ? null : new SlackWorkspace(team, _tenant, identity.BotUserId, identity.BotId);
    }

    /// <summary>Takes the bot user that an event was authorised for, where nothing else has said it yet.</summary>
    public void LearnBotUser(string botUserId)
    {
        if (!_areInstalled)
        {
            identity.LearnBotUser(botUserId);
        }
    }
}
