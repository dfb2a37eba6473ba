using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Opens the store before anything else of the host starts, closes it after everything else has stopped, and stops the host when the log fails.</summary>
internal sealed class EmbeddedStoreService(EmbeddedStore store, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        store.OnFatal = _ => ThreadPool.UnsafeQueueUserWorkItem(Stop, lifetime, preferLocal: false);
        store.Open();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        store.Dispose();
        return Task.CompletedTask;
    }

    // What watches over the process starts it again only when it did not end well.
    private static void Stop(IHostApplicationLifetime host)
    {
        Environment.ExitCode = 1;
        host.StopApplication();
    }
}
