using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>Finds the token of a call by its workspace.</summary>
internal sealed class SlackTokens(SlackInstallations installations, SlackTokenRotation rotation, IOptions<SlackOptions> options)
{
    private readonly bool _areInstalled = options.Value.IsInstalledByOAuth;

    /// <exception cref="SlackApiException">The app is not installed there, or its token cannot be had now.</exception>
    public ValueTask<SlackToken> FindAsync(SlackMethod method, string team, CancellationToken cancellationToken)
        => _areInstalled ? FindInstalledAsync(method, team, cancellationToken) : ValueTask.FromResult(new SlackToken(options.Value.BotToken!, null, IsOrgWide: false));

    /// <summary>Returns another token after Slack refused one; null when there is none.</summary>
    public async Task<SlackToken?> ReplaceAsync(SlackMethod method, string team, SlackToken refused, string error, CancellationToken cancellationToken)
    {
        if (refused.Installation is not { } id)
        {
            return null;
        }

        installations.Forget(id);
        if (error == SlackErrors.TokenExpired)
        {
            await TranslatedAsync(method, () => rotation.RefreshAsync(id, refused.Value, cancellationToken));
        }

        var found = await FindInstalledAsync(method, team, cancellationToken);
        return found.Value == refused.Value ? null : found;
    }

    private async ValueTask<SlackToken> FindInstalledAsync(SlackMethod method, string team, CancellationToken cancellationToken)
    {
        var installation = await TranslatedAsync(method, async () =>
        {
            var found = await installations.FindAsync(team, cancellationToken);
            return found is { BotToken: not null } ? await rotation.FreshAsync(found, cancellationToken) : null;
        });

        // Nothing waits for an installation that may never come back (S-31).
        return installation is { BotToken: { } token }
            ? new SlackToken(token, installation.Id, installation.IsOrgWide)
            : throw new SlackApiException(method, SlackErrors.NotInstalled, DeliveryFailure.Permanent);
    }

    private static async Task<SlackInstallation?> TranslatedAsync(SlackMethod method, Func<Task<SlackInstallation?>> find)
    {
        try
        {
            return await find();
        }
        catch (StoreUnavailableException)
        {
            throw new SlackApiException(method, SlackErrors.TokenUnavailable, DeliveryFailure.Transient);
        }
        catch (SlackTokenLostException)
        {
            throw new SlackApiException(method, SlackErrors.TokenExpired, DeliveryFailure.Transient, SlackErrors.PauseAfter(SlackErrors.TokenExpired));
        }
    }
}
