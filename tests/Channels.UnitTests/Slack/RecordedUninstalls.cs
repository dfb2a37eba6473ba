using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.Channels.UnitTests.Slack;

/// <summary>Writes down where the app was taken away.</summary>
internal sealed class RecordedUninstalls : IUninstallListener
{
    public List<Uninstalled> Told { get; } = [];

    /// <summary>Gets or sets how many times what follows from it fails.</summary>
    public int Failures { get; set; }

    public Task UninstalledAsync(Uninstalled uninstalled, CancellationToken cancellationToken)
    {
        if (Failures-- > 0)
        {
            throw new StoreUnavailableException("The test took the store down.");
        }

        Told.Add(uninstalled);
        return Task.CompletedTask;
    }
}
