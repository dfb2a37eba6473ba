using System.Globalization;
using System.Net.Sockets;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>A real Redis on a free loopback port, that keeps nothing on the disk: a restart has lost everything.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatopsbot-redis-");
    private ServerProcess? _process;

    private RedisServer()
    {
    }

    public int Port { get; } = LoopbackPort.Free();

    /// <summary>Gets the connection string of the server.</summary>
    public string ConnectionString => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    public static async Task<RedisServer> StartNewAsync()
    {
        var server = new RedisServer();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts the server, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException($"{Program} was not found: install Debian's package redis-server.");
        }

        string[] arguments =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", string.Empty, "--appendonly", "no", "--dir", _folder.FullName,
        ];
        _process = ServerProcess.Start(Program, arguments, Path.Combine(_folder.FullName, "server.log"));
        for (var until = DateTime.UtcNow + Patience; !await AnswersAsync();)
        {
            if (DateTime.UtcNow > until || _process.HasExited)
            {
                throw new InvalidOperationException($"Redis does not answer: {File.ReadAllText(Path.Combine(_folder.FullName, "server.log"))}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Ends the server at once.</summary>
    public async Task CrashAsync()
    {
        await _process!.SignalAsync("KILL");
        await _process.WaitForExitAsync();
    }

    /// <summary>Makes the server stand still with its connections open, or go on.</summary>
    public Task PauseAsync(bool paused) => _process!.SignalAsync(paused ? "STOP" : "CONT");

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
