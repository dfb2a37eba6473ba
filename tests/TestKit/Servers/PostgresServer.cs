using System.Globalization;
using Npgsql;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>
/// A real PostgreSQL on a free loopback port, with its data in a temporary folder: durable as in production (<c>fsync</c> and
/// <c>synchronous_commit</c> on), with a role that is no superuser, so that row-level security holds.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string SystemUser = "postgres";
    private const string Role = "chatopsbot";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _databases;

    private readonly DirectoryInfo _folder;
    private readonly string[] _settings;
    private ServerProcess? _process;

    private PostgresServer(DirectoryInfo folder, int port, string[] settings)
    {
        _folder = folder;
        Port = port;
        _settings = settings;
    }

    public int Port { get; }

    private string Data => Path.Combine(_folder.FullName, "data");

    private string Log => Path.Combine(_folder.FullName, "server.log");

    /// <summary>Starts a new, empty server.</summary>
    /// <param name="settings">Settings beside the server's defaults, as <c>name=value</c>.</param>
    public static async Task<PostgresServer> StartNewAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("chatopsbot-postgres-");
        var server = new PostgresServer(folder, LoopbackPort.Free(), settings);
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync("chown", [SystemUser, folder.FullName], server.Log);
        }

        await ServerProcess.RunAsync(
            Tool("initdb"), ["-D", server.Data, "-U", SystemUser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], server.Log, SystemUser);
        await server.StartAsync();
        await server.ExecuteAsync(SystemUser, "postgres", $"create role {Role} login");
        return server;
    }

    /// <summary>Creates an empty database that the role owns, and returns the connection string of the role.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"bot_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(SystemUser, "postgres", $"create database {name} owner {Role}");
        return ConnectionString(Role, name);
    }

    /// <summary>Runs a statement as the superuser, who sees and may do everything.</summary>
    /// <param name="connectionString">Names the database.</param>
    /// <param name="sql">The statement.</param>
    public Task ExecuteAsync(string connectionString, string sql)
        => ExecuteAsync(SystemUser, new NpgsqlConnectionStringBuilder(connectionString).Database!, sql);

    /// <summary>Reads one row of numbers as the superuser.</summary>
    /// <param name="connectionString">Names the database.</param>
    /// <param name="sql">The query.</param>
    public async Task<IReadOnlyList<long>> ReadAsync(string connectionString, string sql)
    {
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await using var source = NpgsqlDataSource.Create(ConnectionString(SystemUser, database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64)];
    }

    /// <summary>Starts the server, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={Port.ToString(CultureInfo.InvariantCulture)}", $"unix_socket_directories={_folder.FullName}",
            "max_connections=200", "fsync=on", "synchronous_commit=on", .. _settings,
        ];
        _process = ServerProcess.Start(Tool("postgres"), ["-D", Data, .. settings.SelectMany(setting => (string[])["-c", setting])], Log, SystemUser);
        await WaitUntilItAnswersAsync();
    }

    /// <summary>Ends the server as an operator does: connections are cut, what is committed is kept.</summary>
    public Task StopAsync() => EndAsync("INT");

    /// <summary>Ends the server as a crash does; the next start recovers from its log.</summary>
    public Task CrashAsync() => EndAsync("QUIT");

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task EndAsync(string signal)
    {
        await _process!.SignalAsync(signal);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private static string Tool(string name)
    {
        const string versions = "/usr/lib/postgresql";
        var candidates = Directory.Exists(versions)
            ? Directory.GetDirectories(versions).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", name)).Where(File.Exists)
            : [];
        return candidates.FirstOrDefault()
            ?? throw new InvalidOperationException($"{name} was not found below {versions}: install Debian's package postgresql.");
    }

    private string ConnectionString(string user, string database)
        => $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username={user};Database={database}";

    private async Task ExecuteAsync(string user, string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(user, database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitUntilItAnswersAsync()
    {
        for (var until = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                await ExecuteAsync(SystemUser, "postgres", "select 1");
                return;
            }
            catch (NpgsqlException) when (DateTime.UtcNow < until && !_process!.HasExited)
            {
                await Task.Delay(50);
            }
            catch (NpgsqlException refused)
            {
                throw new InvalidOperationException($"PostgreSQL does not answer: {string.Join('\n', File.ReadLines(Log).TakeLast(5))}", refused);
            }
        }
    }
}
