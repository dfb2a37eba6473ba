using System.Threading.Channels;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Watching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>
/// Keeps the prompts equal to their folder. An event of the file system only wakes it; what changed is found by comparing, so that a lost event,
/// or a mounted volume that has none, costs time and never truth.
/// </summary>
internal sealed partial class PromptReload(
    PromptLibrary library, PromptFolder folder, IOptions<PromptOptions> options, TimeProvider time, ILogger<PromptReload> logger) : BackgroundService
{
    // Editors write in bursts: what arrives in this time is one change.
    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(200);

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            // Watched anew each time: a folder that was replaced is another one.
            using var watcher = FolderWatcher.TryStart(folder.Path, () => _wakeUps.Writer.TryWrite(true));
            Reload();
            await WaitAsync(stoppingToken);
        }
    }

    private void Reload()
    {
        if (library.Reload() is not { } reading)
        {
            return;
        }

        if (reading.Set is { } set)
        {
            PromptsChanged(set.Count, reading.Digest);
            return;
        }

        foreach (var fault in reading.Faults)
        {
            PromptsRefused(fault);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var change = _wakeUps.Reader.WaitToReadAsync(limit.Token).AsTask();
        var first = await Task.WhenAny(change, Task.Delay(options.Value.RescanInterval, time, limit.Token));
        if (first == change && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(SettleTime, time, stoppingToken);
        }

        await limit.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
        while (_wakeUps.Reader.TryRead(out _))
        {
        }
    }

    [LoggerMessage(LogEvents.PromptsChanged, LogLevel.Information, "Prompts changed: {Count} versions are in use (digest {Digest})")]
    private partial void PromptsChanged(int count, string digest);

    [LoggerMessage(LogEvents.PromptsRefused, LogLevel.Warning, "The changed prompts are not used, those read last are: {Fault}")]
    private partial void PromptsRefused(string fault);
}
