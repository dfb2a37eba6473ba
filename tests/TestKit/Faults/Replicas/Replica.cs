using ChatOpsBot.TestKit.Processes;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>One process of several that serve together: it ends and starts again on the same folder, each time on a port of its own.</summary>
/// <param name="settings">Its settings.</param>
public sealed class Replica(IReadOnlyDictionary<string, string?> settings) : IAsyncDisposable
{
    private volatile BotProcess? _process;
    private string _earlierOutput = string.Empty;

    /// <summary>Gets where the process listens; null while there is none.</summary>
    public Uri? Address => _process is { HasExited: false } running ? running.Address : null;

    /// <summary>Gets everything that was written by the processes so far.</summary>
    public string Output => _earlierOutput + _process?.Output;

    /// <summary>Starts a process and waits for nothing.</summary>
    public void Launch() => _process = BotProcess.Launch(settings);

    /// <summary>Starts a process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await _process!.WaitUntilReadyOrDisposeAsync();
    }

    public Task WaitUntilReadyAsync() => _process!.WaitUntilReadyOrDisposeAsync();

    /// <summary>Ends the process without warning.</summary>
    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await ForgetAsync();
    }

    /// <summary>Asks the process to stop; returns its exit code when it has ended.</summary>
    public async Task<int> TerminateAsync()
    {
        var code = await _process!.TerminateAsync();
        await ForgetAsync();
        return code;
    }

    /// <summary>Makes the process stand still, or go on.</summary>
    public Task PauseAsync(bool paused) => _process!.PauseAsync(paused);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await ForgetAsync();
        }
    }

    private async Task ForgetAsync()
    {
        var ended = _process!;
        _process = null;
        await ended.DisposeAsync();
        _earlierOutput += ended.Output + "\n--- ended ---\n";
    }
}
