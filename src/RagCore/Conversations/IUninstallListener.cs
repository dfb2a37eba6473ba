namespace ChatOpsBot.RagCore.Conversations;

/// <summary>
/// Is told that an organisation took the bot away, after its tokens have been made useless. The platform may say it twice and in several ways, so it may be told again
/// (S-31). The bot's tokens are forgotten for good only when every listener is done; one that throws is told once more when the platform delivers again.
/// </summary>
public interface IUninstallListener
{
    /// <summary>Does what follows from it, such as to delete what was kept.</summary>
    /// <param name="uninstalled">Where the bot was.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task UninstalledAsync(Uninstalled uninstalled, CancellationToken cancellationToken);
}

/// <summary>Where the bot was taken away.</summary>
/// <param name="Channel">The platform.</param>
/// <param name="Tenant">Whose documents were answered from there. Other places may go on using them.</param>
/// <param name="Place">The platform's id: a workspace, or an organisation with all of its workspaces. Conversation ids of a workspace begin with it.</param>
public sealed record Uninstalled(ChannelKind Channel, TenantId Tenant, string Place);
