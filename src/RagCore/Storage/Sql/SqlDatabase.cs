using System.Data;
using System.Globalization;
using System.Net.Sockets;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>
/// A database that look-ups read. Nothing is read over a role that could write: that is looked at before the first look-up and now and then
/// after it, and every look-up is in a transaction that is read-only whatever the role may do.
/// </summary>
internal sealed partial class SqlDatabase : IDisposable
{
    // Everything that PostgreSQL itself knows of what the role can do to data; rights that come with a membership count.
    private const string WhatTheRoleCanWrite = """
        select case
            when (select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_catalog.pg_roles where rolname = current_user)
                then 'it is a superuser, may create roles or databases, replicate or bypass row-level security'
            when has_database_privilege(current_database(), 'create') then 'it may create schemas'
            when exists (select from pg_catalog.pg_roles where rolname in ('pg_write_all_data', 'pg_write_server_files', 'pg_read_server_files', 'pg_execute_server_program')
                    and pg_has_role(current_user, oid, 'member'))
                then 'it is a member of a role that writes data or reaches files and programs of the server'
            when exists (select from pg_catalog.pg_namespace where nspname not like 'pg\_%' and has_schema_privilege(oid, 'create')) then 'it may create tables'
            when exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where n.nspname not like 'pg\_%' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'f', 'm')
                    and (has_table_privilege(c.oid, 'insert, update, delete, truncate') or has_any_column_privilege(c.oid, 'insert, update')))
                then 'it may write a table'
            when exists (select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                    where n.nspname not like 'pg\_%' and case when c.relkind = 'S' then has_sequence_privilege(c.oid, 'usage, update') else false end)
                then 'it may advance a sequence'
        end
        """;

    private static readonly TimeSpan CheckedFor = TimeSpan.FromMinutes(10);

    private readonly string _name;
    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long? _checkedAt;

    public SqlDatabase(string name, SqlToolOptions options, TimeProvider time, ILogger<SqlDatabase> logger)
    {
        _name = name;
        _timeout = options.StatementTimeout;
        _time = time;
        _logger = logger;
        _source = Source(options.Connections[name], options);
    }

    /// <summary>Looks at the role, so that an operator learns at the start what would be refused later.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GuardAsync(
                async () =>
                {
                    await using var connection = await _source.OpenConnectionAsync(cancellationToken);
                    await RequireReaderAsync(connection, cancellationToken);
                    return true;
                },
                cancellationToken);
        }
        catch (ToolFaultException fault)
        {
            NotChecked(_name, fault.Message);
        }
    }

    /// <summary>Runs one statement that is read-only, and returns its rows.</summary>
    /// <exception cref="ToolFaultException">It cannot be run, or the role could write.</exception>
    public Task<IReadOnlyList<string?[]>> ReadAsync(string sql, NpgsqlParameter[] parameters, int columns, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellationToken);
            await RequireReaderAsync(connection, cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
            await using var batch = new NpgsqlBatch(connection, transaction);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("set transaction read only"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(string.Create(CultureInfo.InvariantCulture, $"set local statement_timeout = {_timeout.TotalMilliseconds:F0}")));
            var query = new NpgsqlBatchCommand(sql);
            query.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(query);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            return await RowsAsync(reader, columns, cancellationToken);
        },
        cancellationToken);

    public void Dispose() => _source.Dispose();

    private static async Task<IReadOnlyList<string?[]>> RowsAsync(NpgsqlDataReader reader, int columns, CancellationToken cancellationToken)
    {
        var rows = new List<string?[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new string?[columns];
            for (var column = 0; column < columns; column++)
            {
                row[column] = reader.IsDBNull(column) ? null : reader.GetString(column);
            }

            rows.Add(row);
        }

        return rows;
    }

    private async Task RequireReaderAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_checkedAt is { } before && _time.GetElapsedTime(before) < CheckedFor)
        {
            return;
        }

        await using var command = new NpgsqlCommand(WhatTheRoleCanWrite, connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is string reason)
        {
            _checkedAt = null;
            RoleRefused(_name, reason);
            throw new ToolFaultException("The role of the connection could write.");
        }

        if (_checkedAt is null)
        {
            Ready(_name);
        }

        _checkedAt = _time.GetTimestamp();
    }

    // What the database says may hold a value: only its state is told.
    private async Task<T> GuardAsync<T>(Func<Task<T>> use, CancellationToken cancellationToken)
    {
        try
        {
            return await use();
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The look-up was given up.", fault, cancellationToken);
        }
        catch (PostgresException refused)
        {
            throw new ToolFaultException($"The database {_name} refused the statement (SQL state {refused.SqlState}).");
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException or ArgumentException or InvalidCastException)
        {
            throw new ToolFaultException($"The database {_name} does not answer ({fault.GetType().Name}).");
        }
    }

    private static NpgsqlDataSource Source(string connectionString, SqlToolOptions options)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(options.StatementTimeout.TotalSeconds));
        var connection = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "ChatOpsBot tools",
            MaxPoolSize = options.MaxPoolSize,
            Timeout = seconds,
            CommandTimeout = seconds + 1,
            CancellationTimeout = 1_000,
            IncludeErrorDetail = false,
            LogParameters = false,
        };
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Options} -c default_transaction_read_only=on -c statement_timeout={options.StatementTimeout.TotalMilliseconds:F0} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC -c datestyle=ISO -c standard_conforming_strings=on").Trim();
        return new NpgsqlDataSourceBuilder(connection.ConnectionString).Build();
    }

    [LoggerMessage(LogEvents.SqlRoleRefused, LogLevel.Error, "Look-ups over the connection {Connection} are refused, because its role could write: {Reason}. Give it a role that may only select")]
    private partial void RoleRefused(string connection, string reason);

    [LoggerMessage(LogEvents.SqlConnectionReady, LogLevel.Information, "The connection {Connection} of look-ups answers, and its role may only read")]
    private partial void Ready(string connection);

    [LoggerMessage(LogEvents.SqlConnectionNotChecked, LogLevel.Warning, "Look-ups over the connection {Connection} find nothing now: {Reason}")]
    private partial void NotChecked(string connection, string reason);
}
