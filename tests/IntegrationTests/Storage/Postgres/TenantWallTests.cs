using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Contracts;
using Npgsql;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>The database's own wall between tenants, behind the one in the code.</summary>
[Collection(PostgresCollection.Name)]
public sealed class TenantWallTests(PostgresFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("select count(*) from turns")]
    [InlineData("select count(*) from votes")]
    [InlineData("select count(*) from forgotten_threads")]
    [InlineData("select count(*) from usage_claims")]
    public async Task A_statement_sees_the_tenant_it_reads_for_whatever_it_forgets_to_ask(string forgetful)
    {
        await using var stage = await FilledAsync();
        var database = stage.Get<PostgresDatabase>();

        Assert.Equal(1, await CountAsync(database, new TenantId("one"), forgetful));
        Assert.Equal(2, await CountAsync(database, new TenantId("two"), forgetful));
        Assert.Equal(0, await CountAsync(database, new TenantId("three"), forgetful));
    }

    [Fact]
    public async Task A_connection_that_says_nothing_sees_and_writes_nothing()
    {
        await using var stage = await FilledAsync();
        await using var source = NpgsqlDataSource.Create(stage.Database + ";Pooling=false");

        Assert.Equal(0L, await ScalarAsync(source, "select count(*) from turns"));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ScalarAsync(source, "insert into votes (tenant, turn_id, voter, cast_at, value, vote) values ('one', 't', gen_random_uuid(), 1, 1, '{}') returning 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task<PostgresStage> FilledAsync()
    {
        var stage = await PostgresStage.OpenAsync(await fixture.Server.CreateDatabaseAsync(), TimeProvider.System);
        var number = 0;
        foreach (var tenant in (string[])["one", "two", "two"])
        {
            number++;
            await stage.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number}", tenant), None);
            await stage.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up, turn: $"turn-{number}", tenant: tenant), None);
            await stage.Get<IUsageLedger>().ClaimAsync(new UsageClaim($"turn-{number}", SampleUsage.Ann with { Tenant = new TenantId(tenant) }, 1, TimeSpan.FromMinutes(1)), [], None);
            await stage.Journal.ForgetThreadAsync(SampleTurns.Thread($"thread-{number}", tenant), None);
        }

        return stage;
    }

    private static Task<long> CountAsync(PostgresDatabase database, TenantId tenant, string sql) => database.OfTenantAsync(
        tenant,
        sql,
        [],
        async reader =>
        {
            await reader.ReadAsync();
            return reader.GetInt64(0);
        },
        None);

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
