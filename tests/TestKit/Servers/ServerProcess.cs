using System.Diagnostics;
using System.Globalization;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>A server that a test has started: ended by its own process id, never by its name. What it prints goes to a file in its folder.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program; as Debian's own user for it where this is root and the program refuses to run as root.</summary>
    public static ServerProcess Start(string program, IReadOnlyList<string> arguments, string log, string? user = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        string[] become = user is not null && Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"] : [];
        foreach (var argument in (string[])["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, .. become, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it printed last.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, string log, string? user = null)
    {
        using var run = Start(program, arguments, log, user);
        await run._process.WaitForExitAsync().WaitAsync(Patience);
        if (run._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {string.Join('\n', File.ReadLines(log).TakeLast(5))}");
        }
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public Task WaitForExitAsync() => _process.WaitForExitAsync().WaitAsync(Patience);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
