using System.Globalization;
using System.Net.Sockets;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// The way to the database. Connects when it is first used, so that a host starts while the database is down. Whatever the database
/// refuses is a <see cref="StoreUnavailableException"/> with the SQL state and without a value.
/// </summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable
{
    /// <summary>What a connection says that works for all tenants: the workers, who take turns as they come.</summary>
    private const string EveryTenant = "*";

    private readonly PostgresOptions _options;
    private readonly ILogger _logger;
    private volatile NpgsqlDataSource _workers;
    private volatile NpgsqlDataSource _readers;
    private volatile string? _obstacle = "PostgreSQL has not been reached yet.";
    private volatile bool _isMigrated;

    public PostgresDatabase(IOptions<PostgresOptions> options, ILogger<PostgresDatabase> logger)
    {
        _logger = logger;
        _options = options.Value;
        _workers = WorkerSource();
        _readers = ReaderSource();
    }

    /// <summary>Gets why nothing can be stored just now; null when nothing stands in its way. Names no host: anybody may read it.</summary>
    public string? Obstacle => _obstacle;

    /// <summary>Gets a value indicating whether the schema is there.</summary>
    public bool IsMigrated => _isMigrated;

    /// <summary>Lets statements through from now on.</summary>
    public void SchemaIsReady() => _isMigrated = true;

    /// <summary>Says that this release must not touch the database.</summary>
    /// <param name="reason">Why, for an operator.</param>
    public void Refuse(string reason)
    {
        _isMigrated = false;
        _obstacle = reason;
    }

    /// <summary>Opens a connection that sees every tenant, for what is no single statement. The caller maps its faults by <see cref="GuardAsync"/>.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _workers.OpenConnectionAsync(cancellationToken);

    /// <summary>Makes sure that this release may read and write what is there.</summary>
    /// <exception cref="StoreUnavailableException">The schema is not there yet, or too new.</exception>
    public void RequireSchema()
    {
        if (!_isMigrated)
        {
            throw new StoreUnavailableException(_obstacle ?? "The schema is not there yet.");
        }
    }

    /// <summary>Runs one statement that sees every tenant.</summary>
    public Task<T> AcrossTenantsAsync<T>(string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            RequireSchema();
            await using var command = _workers.CreateCommand(sql);
            command.Parameters.AddRange(Db.Sendable(parameters));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await read(reader);
        },
        cancellationToken);

    /// <summary>Runs one statement that sees one tenant, in one round trip.</summary>
    public Task<T> OfTenantAsync<T>(
        TenantId tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, Task<T>> read, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            RequireSchema();
            await using var batch = _readers.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('chatopsbot.tenant', $1, true)") { Parameters = { Db.Text(tenant.Value) } });
            var query = new NpgsqlBatchCommand(sql);
            query.Parameters.AddRange(Db.Sendable(parameters));
            batch.BatchCommands.Add(query);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return await read(reader);
        },
        cancellationToken);

    /// <summary>Turns the driver's faults into ours, and remembers whether the database answers.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            var result = await use();
            Answered();
            return result;
        }
        catch (PostgresException refused) when (!cancellationToken.IsCancellationRequested)
        {
            throw Refused(refused);
        }
        catch (Exception fault) when (IsOfTheConnection(fault) && !cancellationToken.IsCancellationRequested)
        {
            Lost(fault);
            if (IsOfTheDriver(fault))
            {
                ReplacePools();
            }

            throw new StoreUnavailableException($"PostgreSQL does not answer ({fault.GetType().Name}).", fault);
        }
        catch (Exception fault) when (IsOfTheConnection(fault) || fault is PostgresException)
        {
            throw new OperationCanceledException("The statement was cancelled.", fault, cancellationToken);
        }
        catch (ArgumentException unencodable)
        {
            throw new StoreUnavailableException("A value cannot be written to PostgreSQL.", unencodable);
        }
        catch (Exception fault) when (fault is not StoreUnavailableException and not OperationCanceledException)
        {
            // The driver has more ways to say that a connection is of no use; nobody above knows any of them.
            StatementFailed(fault);
            ReplacePools();
            throw new StoreUnavailableException($"PostgreSQL's driver failed ({fault.GetType().Name}).", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _workers.DisposeAsync();
        await _readers.DisposeAsync();
    }

    private static NpgsqlDataSource Source(PostgresOptions options, int connections, string settings)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(options.StatementTimeout.TotalSeconds));
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            ApplicationName = "ChatOpsBot",
            MaxPoolSize = connections,
            Timeout = 2,
            CommandTimeout = seconds + 1,
            CancellationTimeout = 1_000,
            KeepAlive = 10,
            TcpKeepAlive = true,
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
            IncludeErrorDetail = false,
            LogParameters = false,
        };
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Options} {settings} -c statement_timeout={options.StatementTimeout.TotalMilliseconds:F0} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC").Trim();
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }

    private NpgsqlDataSource WorkerSource() => Source(_options, _options.MaxPoolSize - (_options.MaxPoolSize / 2), $"-c chatopsbot.tenant={EveryTenant}");

    private NpgsqlDataSource ReaderSource() => Source(_options, _options.MaxPoolSize / 2, string.Empty);

    // A driver that fails while it opens a connection never gives that place in its pool back: a few such faults, and the pool is full of nothing.
    // Connections in use end with their statement.
    private void ReplacePools()
    {
        _ = _workers.DisposeAsync().AsTask();
        _workers = WorkerSource();
        _ = _readers.DisposeAsync().AsTask();
        _readers = ReaderSource();
    }

    private static bool IsOfTheConnection(Exception fault)
        => fault is NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException or OperationCanceledException || IsOfTheDriver(fault);

    // What the driver throws when it is told what no server says.
    private static bool IsOfTheDriver(Exception fault)
        => fault is not (NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException or OperationCanceledException)
            && fault.Source == typeof(NpgsqlException).Assembly.GetName().Name;

    private void Answered()
    {
        if (_obstacle is { } obstacle && _isMigrated)
        {
            _obstacle = null;
            DatabaseBack(obstacle);
        }
    }

    private void Lost(Exception fault)
    {
        if (_obstacle is null)
        {
            DatabaseLost(fault.GetType().Name, (fault.InnerException ?? fault).GetType().Name);
        }

        _obstacle = "PostgreSQL does not answer; the log of the process says why.";
    }

    private StoreUnavailableException Refused(PostgresException refused)
    {
        // Down, starting, out of room, read-only: nothing can be stored. Anything else concerns one statement.
        if (refused.SqlState is not PostgresErrorCodes.QueryCanceled && refused.SqlState is ['5', '3' or '7' or '8', ..] or ['0', '8', ..] or PostgresErrorCodes.ReadOnlySqlTransaction or ['2', '8', ..])
        {
            if (_obstacle is null)
            {
                DatabaseLost(nameof(PostgresException), refused.SqlState);
            }

            _obstacle = $"PostgreSQL takes nothing (SQL state {refused.SqlState}).";
        }
        else
        {
            StatementRefused(refused.SqlState, refused.ConstraintName ?? refused.Routine ?? string.Empty);
        }

        return new StoreUnavailableException($"PostgreSQL refused a statement (SQL state {refused.SqlState}).", refused);
    }

    [LoggerMessage(LogEvents.DatabaseLost, LogLevel.Error, "PostgreSQL takes nothing any more: {Fault} ({Cause})")]
    private partial void DatabaseLost(string fault, string cause);

    [LoggerMessage(LogEvents.DatabaseBack, LogLevel.Information, "PostgreSQL takes statements again; before: {Obstacle}")]
    private partial void DatabaseBack(string obstacle);

    [LoggerMessage(LogEvents.StatementFailed, LogLevel.Error, "PostgreSQL's driver failed")]
    private partial void StatementFailed(Exception fault);

    [LoggerMessage(LogEvents.StatementRefused, LogLevel.Warning, "PostgreSQL refused a statement: SQL state {SqlState} {Where}")]
    private partial void StatementRefused(string sqlState, string where);
}
