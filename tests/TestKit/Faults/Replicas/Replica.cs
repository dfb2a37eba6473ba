using System.Collections.Concurrent;
using ChatOpsBot.TestKit.Processes;

namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>One process of several that serve together: it ends and starts again on the same folder, each time on a port of its own.</summary>
/// <param name="settings">Its settings.</param>
public sealed class Replica(IReadOnlyDictionary<string, string?> settings) : IAsyncDisposable
{
    private const int LastWords = 30;

    private readonly ConcurrentQueue<string> _falls = new();
    private volatile BotProcess? _process;
    private string _earlierOutput = string.Empty;

    /// <summary>Gets where the process listens; null while there is none.</summary>
    public Uri? Address => _process is { HasExited: false } running ? running.Address : null;

    /// <summary>Gets everything that was written by the processes so far.</summary>
    public string Output => _earlierOutput + _process?.Output;

    /// <summary>Gets the last words of processes that ended without being told to.</summary>
    public IReadOnlyList<string> Falls => [.. _falls];

    /// <summary>Starts a process and waits for nothing.</summary>
    public void Launch() => _process = BotProcess.Launch(settings);

    /// <summary>Notices a process that ended without being told to, and starts another in its place.</summary>
    public async Task ReplaceFallenAsync()
    {
        if (_process is { HasExited: true } fallen)
        {
            NoteFall(fallen);
            await ForgetAsync();
        }

        if (_process is null)
        {
            await StartAsync();
        }
    }

    /// <summary>Starts a process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await _process!.WaitUntilReadyAsync();
    }

    public Task WaitUntilReadyAsync() => _process!.WaitUntilReadyAsync();

    /// <summary>Ends the process without warning.</summary>
    public async Task KillAsync()
    {
        NoteFall(_process!);
        await _process!.KillAsync();
        await ForgetAsync();
    }

    /// <summary>Asks the process to stop; returns its exit code when it has ended.</summary>
    public async Task<int> TerminateAsync()
    {
        NoteFall(_process!);
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

    private void NoteFall(BotProcess process)
    {
        if (process.HasExited)
        {
            _falls.Enqueue($"exit code {process.ExitCode}: {string.Join('\n', process.Output.Split('\n').TakeLast(LastWords))}");
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
