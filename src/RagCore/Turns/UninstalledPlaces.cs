using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Has what is kept of a workspace removed when the bot is taken away from it.</summary>
internal sealed class UninstalledPlaces(PlaceRemoval removal, IIdGenerator ids) : IUninstallListener
{
    private const char Separator = '/';

    public async Task UninstalledAsync(Uninstalled uninstalled, CancellationToken cancellationToken)
    {
        // Told twice, it is looked at twice and nothing is found the second time; told again after it was added again, it is another one.
        var place = new Place(uninstalled.Tenant, uninstalled.Channel, uninstalled.Place + Separator);
        if (await removal.RequestAsync(place, ids.NewId(), cancellationToken) is ChangeResult.Full)
        {
            throw new StoreUnavailableException("The inbox is full; the platform is to tell of the uninstallation again.");
        }
    }
}
