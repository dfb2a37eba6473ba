using System.Diagnostics;
using ChatOpsBot.TestKit.Servers;
using Npgsql;
using NpgsqlTypes;

namespace ChatOpsBot.Benchmarks.Retrieval;

/// <summary>The same passages and questions in PostgreSQL's full text search: a GIN index, any of the words, ranked by cover density.</summary>
internal sealed class PostgresSearch : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly NpgsqlConnection _connection;

    private PostgresSearch(PostgresServer server, NpgsqlConnection connection) => (_server, _connection) = (server, connection);

    public static async Task<PostgresSearch> StartAsync(ScaleWorld world, CancellationToken cancellationToken)
    {
        var server = await PostgresServer.StartNewAsync("shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=512MB", "max_parallel_workers_per_gather=0");
        var connection = new NpgsqlConnection(await server.CreateDatabaseAsync());
        await connection.OpenAsync(cancellationToken);
        var search = new PostgresSearch(server, connection);
        await search.ExecuteAsync("CREATE TABLE passages (id integer PRIMARY KEY, body text NOT NULL, words tsvector)", cancellationToken);
        await search.CopyAsync(world, cancellationToken);
        await search.ExecuteAsync("UPDATE passages SET words = to_tsvector('english', body)", cancellationToken);
        await search.ExecuteAsync("CREATE INDEX ON passages USING gin (words)", cancellationToken);
        await search.ExecuteAsync("VACUUM ANALYZE passages", cancellationToken);
        return search;
    }

    /// <summary>Asks every question once to warm up and once for the record; returns milliseconds, ascending.</summary>
    public async Task<double[]> MeasureAsync(ScaleWorld world, int questions, CancellationToken cancellationToken)
    {
        var latencies = new double[Math.Min(questions, world.Questions.Length)];
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < latencies.Length; number++)
            {
                await using var command = new NpgsqlCommand(
                    """
                    SELECT id FROM passages, (SELECT to_tsquery('english', string_agg(word, ' | ')) AS query FROM unnest(tsvector_to_array(to_tsvector('english', $1))) AS word) AS asked
                    WHERE words @@ query ORDER BY ts_rank_cd(words, query) DESC LIMIT 10
                    """,
                    _connection);
                command.Parameters.AddWithValue(world.Questions[number]);
                command.CommandTimeout = 0;
                var started = Stopwatch.GetTimestamp();
                await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
                {
                    while (await reader.ReadAsync(cancellationToken))
                    {
                        // The ids are what a search would hand on.
                    }
                }

                latencies[number] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        Array.Sort(latencies);
        return latencies;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task CopyAsync(ScaleWorld world, CancellationToken cancellationToken)
    {
        await using var writer = await _connection.BeginBinaryImportAsync("COPY passages (id, body) FROM STDIN (FORMAT binary)", cancellationToken);
        for (var number = 0; number < world.Documents.Length; number++)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(world.Documents[number].Text, NpgsqlDbType.Text, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
