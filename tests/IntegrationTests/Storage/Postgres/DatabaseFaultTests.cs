using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Time;
using Npgsql;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>A database that is there and says no.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DatabaseFaultTests(PostgresFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_database_that_turned_read_only_takes_nothing_says_so_and_takes_again_afterwards()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await SetReadOnlyAsync(database, "on");

        await Eventually.HoldsAsync(async () =>
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None));
            return stage.Inbox.Statistics.Obstacle!.Contains("25006", StringComparison.Ordinal);
        });
        await SetReadOnlyAsync(database, "off");

        await Eventually.HoldsAsync(() => TakesAsync(stage, SampleTurns.Message(1)));
        Assert.Null(stage.Inbox.Statistics.Obstacle);
    }

    [Fact]
    public async Task What_takes_too_long_at_the_door_is_refused_in_time_and_stored_once_all_the_same()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System, ("Storage:Postgres:AcceptTimeout", "00:00:00.300"));
        await using var source = NpgsqlDataSource.Create(database + ";Pooling=false");
        await using (var holder = await source.OpenConnectionAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("lock table turns in access exclusive mode", holder);
            await hold.ExecuteNonQueryAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(async () => await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None)).WaitAsync(Patience);
        }

        await Eventually.HoldsAsync(async () => await stage.Journal.FindAsync(TenantId.Default, "turn-1", None) is not null);
        Assert.Equal(AcceptResult.Duplicate, await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None));
    }

    [Fact]
    public async Task A_connection_that_the_server_ends_costs_one_statement_at_most()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        await fixture.Server.ExecuteAsync(database, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chatopsbot' and datname = current_database()");

        await Eventually.HoldsAsync(() => TakesAsync(stage, SampleTurns.Message(2, "thread-2")));
    }

    [Fact]
    public async Task Answers_that_no_server_gives_are_a_database_that_is_down()
    {
        var database = new NpgsqlConnectionStringBuilder(await fixture.Server.CreateDatabaseAsync());
        await using var proxy = TcpFaultProxy.Start(database.Port);
        database.Port = proxy.Port;
        await using var stage = await PostgresStage.OpenAsync(database.ConnectionString, TimeProvider.System);

        for (var i = 1; i <= 5; i++)
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => stage.Get<PostgresDatabase>().GuardAsync(() => MisunderstoodAsync(stage, proxy), None));
            await proxy.SetAsync(TcpFault.None);
        }

        await Eventually.HoldsAsync(() => TakesAsync(stage, SampleTurns.Message(1)));
    }

    [Fact]
    public async Task Replicas_that_start_together_on_an_empty_database_make_one_schema()
    {
        var database = await fixture.Server.CreateDatabaseAsync();

        var stages = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostgresStage.OpenAsync(database, TimeProvider.System, ("Storage:Postgres:MaxPoolSize", "4"))));

        Assert.Equal(AcceptResult.Accepted, await stages[3].Inbox.AcceptAsync(SampleTurns.Message(1), None));
        Assert.Equal(AcceptResult.Duplicate, await stages[0].Inbox.AcceptAsync(SampleTurns.Message(1), None));
        foreach (var stage in stages)
        {
            await stage.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task A_release_works_with_the_schema_of_the_next_one_and_refuses_any_later(int ahead, bool works)
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using (await PostgresStage.OpenAsync(database, TimeProvider.System))
        {
            var version = (SchemaMigrator.Migrations()[^1].Version + ahead).ToString(CultureInfo.InvariantCulture);
            await fixture.Server.ExecuteAsync(database, $"insert into schema_migrations (version, name) values ({version}, 'of a later release')");
        }

        var open = PostgresStage.OpenAsync(database, TimeProvider.System);

        if (works)
        {
            await using var stage = await open;
            Assert.Equal(AcceptResult.Accepted, await stage.Inbox.AcceptAsync(SampleTurns.Message(1), None));
        }
        else
        {
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => open);
            Assert.Contains("Start a newer release", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_set_aside_and_the_others_run()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await stage.Inbox.AcceptAsync(SampleTurns.Message(1, "thread-1"), None);
        await stage.Inbox.AcceptAsync(SampleTurns.Message(2, "thread-2"), None);
        await fixture.Server.ExecuteAsync(database, "update turns set message = '{\"SchemaVersion\":99' where id = 'turn-1'");

        Assert.Equal("turn-2", (await stage.Inbox.LeaseAsync(None).WaitAsync(Patience)).Lease.TurnId);
        Assert.Contains("Turn turn-1 cannot be read", stage.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_kept_for_long_enough_is_removed_and_nothing_else()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var clock = new DatabaseClock(fixture.Server, database);
        await using var stage = await PostgresStage.OpenAsync(database, TimeProvider.System, ("Storage:Retention", "2.00:00:00"));
        foreach (var number in Enumerable.Range(1, 3))
        {
            await stage.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number}"), None);
        }

        await stage.Inbox.CompleteAsync((await stage.Inbox.LeaseAsync(None).WaitAsync(Patience)).Lease, None);
        await stage.Votes.PutAsync(SampleTurns.Vote(VoteValue.Up), None);
        await clock.MoveAsync(TimeSpan.FromDays(1));
        await stage.Inbox.CompleteAsync((await stage.Inbox.LeaseAsync(None).WaitAsync(Patience)).Lease, None);
        await clock.MoveAsync(TimeSpan.FromDays(1.5));

        Assert.Equal(1, await stage.Get<TurnRetention>().RemoveAsync(None));

        Assert.Null(await stage.Journal.FindAsync(TenantId.Default, "turn-1", None));
        Assert.NotNull(await stage.Journal.FindAsync(TenantId.Default, "turn-2", None));
        Assert.NotNull(await stage.Journal.FindAsync(TenantId.Default, "turn-3", None));
        Assert.Null(await stage.Votes.FindAsync(TenantId.Default, "turn-1", "U1", None));
    }

    private static async Task<bool> MisunderstoodAsync(PostgresStage stage, TcpFaultProxy proxy)
    {
        await using var connection = await stage.Get<PostgresDatabase>().ConnectAsync(None);
        await proxy.SetAsync(TcpFault.Garbage);
        await using var command = new NpgsqlCommand("select 1", connection);
        await command.ExecuteNonQueryAsync();
        return true;
    }

    private static async Task<bool> TakesAsync(PostgresStage stage, InboundMessage message)
    {
        try
        {
            return await stage.Inbox.AcceptAsync(message, None) is AcceptResult.Accepted;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private async Task SetReadOnlyAsync(string database, string value)
    {
        var name = new NpgsqlConnectionStringBuilder(database).Database;
        await fixture.Server.ExecuteAsync(database, $"alter role chatopsbot in database {name} set default_transaction_read_only = {value}");
        await fixture.Server.ExecuteAsync(database, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chatopsbot' and datname = current_database()");
    }
}
