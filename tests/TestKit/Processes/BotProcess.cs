using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ChatOpsBot.TestKit.Files;
using ChatOpsBot.TestKit.Servers;

namespace ChatOpsBot.TestKit.Processes;

/// <summary>The product as an operator starts it: a process with environment variables, known by its address and its output.</summary>
public sealed class BotProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private bool _isDisposed;

    private BotProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Gets a value indicating whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Gets how the process has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Gets everything the process wrote, for tests that look for what must not be there.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts the product and waits until it is ready.</summary>
    public static async Task<BotProcess> StartAsync(IReadOnlyDictionary<string, string?> settings, string environment = "Development")
    {
        var bot = Launch(settings, environment);
        try
        {
            await bot.WaitUntilReadyAsync();
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the product and waits for nothing; what it depends on may be down.</summary>
    public static BotProcess Launch(IReadOnlyDictionary<string, string?> settings) => Launch(settings, "Development");

    /// <summary>Waits until the product is ready.</summary>
    public async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The product ended with exit code {_process.ExitCode}:\n{Output}");
            }

            if (await IsReadyAsync(limit.Token))
            {
                return;
            }

            await Task.Delay(25, limit.Token);
        }
    }

    /// <summary>Runs the product with settings it must refuse, or a command; returns when it has ended.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyDictionary<string, string?> settings, string environment = "Development", params string[] args)
    {
        await using var bot = Launch(settings, environment, args);
        using var limit = new CancellationTokenSource(StartLimit);
        await bot._process.WaitForExitAsync(limit.Token);
        return (bot._process.ExitCode, bot.Output);
    }

    /// <summary>Ends the process as a power cut or an out-of-memory kill would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, as an orchestrator does, and returns its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        using var limit = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Makes the process stand still, as a long collection or a frozen machine does, or go on.</summary>
    public Task PauseAsync(bool paused) => SignalAsync(paused ? "STOP" : "CONT");

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Client.Dispose();
        _process.Dispose();
    }

    private static BotProcess Launch(IReadOnlyDictionary<string, string?> settings, string environment, params string[] args)
    {
        var address = new Uri($"http://127.0.0.1:{LoopbackPort.Free()}");
        var start = new ProcessStartInfo("dotnet", [ProgramPath(), .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["DOTNET_ENVIRONMENT"] = environment;
        start.Environment["Urls"] = address.ToString();
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return new BotProcess(Process.Start(start)!, address);
    }

    private static string ProgramPath()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        return RepositoryFiles.PathOf("artifacts", "bin", "BotHost", configuration, "ChatOpsBot.BotHost.dll");
    }

    private async Task SignalAsync(string signal)
    {
        // Its number may be another process's by then.
        if (_process.HasExited)
        {
            return;
        }

        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
