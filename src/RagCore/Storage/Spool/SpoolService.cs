using Microsoft.Extensions.Hosting;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Opens the spool before anything else of the host starts and closes it after everything else has stopped. Without it the host starts all the same.</summary>
internal sealed class SpoolService(Spool spool) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        spool.TryOpen();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        spool.Dispose();
        return Task.CompletedTask;
    }
}
