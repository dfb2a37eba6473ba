using ChatOpsBot.TestKit.Servers;
using Npgsql;

namespace ChatOpsBot.IntegrationTests.Storage;

/// <summary>The servers that the other tests stand on are what they say.</summary>
public sealed class ServerFixtureTests
{
    [Fact]
    public async Task PostgreSQL_keeps_what_is_committed_over_a_crash()
    {
        await using var server = await PostgresServer.StartNewAsync();
        var database = await server.CreateDatabaseAsync() + ";Pooling=false";
        await ExecuteAsync(database, "create table kept as select 1 as n");

        await server.CrashAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "select n from kept"));
        await server.StartAsync();

        Assert.Equal(1, await ExecuteAsync(database, "select n from kept"));
        Assert.Equal("on", await ExecuteAsync(database, "show fsync"));
        Assert.Equal("off", await ExecuteAsync(database, "show is_superuser"));
    }

    [Fact]
    public async Task Redis_answers_again_after_a_crash()
    {
        await using var server = await RedisServer.StartNewAsync();
        await server.CrashAsync();
        await server.StartAsync();

        using var client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
        Assert.True(await client.GetDatabase().StringSetAsync("key", "value"));
    }

    private static async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
