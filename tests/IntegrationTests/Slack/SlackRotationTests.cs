using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.IntegrationTests.Storage.Postgres;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ChatOpsBot.IntegrationTests.Slack;

/// <summary>Tokens are replaced once, however many replicas use them, and stand in the database as ciphertext only.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SlackRotationTests(PostgresFixture fixture) : IAsyncLifetime
{
    private const int Replicas = 3;
    private const int Installations = 50;

    private static readonly TimeSpan InTheLastTenth = TimeSpan.FromHours(11.5);

    private readonly ShiftedClock _time = new();
    private readonly List<PostgresStage> _replicas = [];
    private FakeSlack _slack = null!;
    private string _database = null!;

    public async Task InitializeAsync()
    {
        _slack = await FakeSlack.StartAsync(_time);
        _database = await fixture.Server.CreateDatabaseAsync();
        var key = SecretBox.NewKey();
        for (var replica = 0; replica < Replicas; replica++)
        {
            _replicas.Add(await PostgresStage.OpenAsync(
                _database,
                _time,
                services => services.AddMetrics().AddSingleton<IIdGenerator, TimeOrderedIdGenerator>().AddSlackChannel(),
                ("Channels:Slack:Enabled", "true"),
                ("Channels:Slack:SigningSecret", FakeSlack.SigningSecret),
                ("Channels:Slack:ClientId", FakeSlackApps.ClientId),
                ("Channels:Slack:ClientSecret", FakeSlackApps.ClientSecret),
                ("Channels:Slack:ApiBaseUrl", _slack.ApiBaseUrl.AbsoluteUri),
                ("Storage:EncryptionKeys:0", key)));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_that_end_together_are_each_replaced_by_one_replica_alone()
    {
        string[] teams = [.. Enumerable.Range(1, Installations).Select(number => $"T{number}")];
        foreach (var team in teams)
        {
            await InstallAsync(team);
        }

        _time.Shift += InTheLastTenth;
        await Task.WhenAll(_replicas.Select(replica => Parallel.ForEachAsync(
            teams, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (team, _) => await CalledAsync(replica, team))));

        Assert.All(teams, team => Assert.Equal(2, _slack.Apps.GrantsOf(team)));
        Assert.Equal(2 * Installations, _slack.Calls.Count(call => call is { Method: "oauth.v2.access", Error: null }));
        Assert.DoesNotContain(_slack.Calls, call => call.Error is "token_expired" or "token_revoked" or "invalid_refresh_token");
        await AssertCiphertextAsync(Installations);
    }

    [Fact]
    public async Task Replicas_that_find_a_token_expired_wait_for_the_one_that_replaces_it()
    {
        await InstallAsync("T1");
        _time.Shift += TimeSpan.FromHours(13);

        await Task.WhenAll(_replicas.SelectMany(replica => Enumerable.Range(0, 5).Select(_ => Task.Run(() => CalledAsync(replica, "T1")))));

        Assert.Equal(2, _slack.Apps.GrantsOf("T1"));
    }

    [Fact]
    public async Task What_one_replica_uninstalled_the_others_do_not_call_any_more_after_a_minute()
    {
        await InstallAsync("T1");
        foreach (var replica in _replicas)
        {
            await CalledAsync(replica, "T1");
        }

        var installations = _replicas[0].Get<SlackInstallations>();
        await installations.TryRemoveAsync("T1", (await installations.ReadAsync("T1", default))!.Value.Version, default);
        await Eventually.HoldsAsync(async () =>
        {
            _time.Shift += TimeSpan.FromMinutes(1);
            return await ErrorAsync(_replicas[1], "T1") == SlackErrors.NotInstalled && await ErrorAsync(_replicas[2], "T1") == SlackErrors.NotInstalled;
        });
    }

    private async Task InstallAsync(string team)
    {
        var replica = _replicas[0];
        var grant = await replica.Get<SlackOAuth>().ExchangeAsync(_slack.Apps.Consent(team), default);
        var now = _time.GetUtcNow();
        await replica.Get<SlackInstallations>().PutAsync(grant.Into(new SlackInstallation { Team = team, Tenant = team, InstalledAt = now }, now), default);
    }

    // A call that meets a busy database is repeated, as a turn is.
    private static Task CalledAsync(PostgresStage replica, string team)
        => Eventually.HoldsAsync(async () => await ErrorAsync(replica, team) is null);

    private static async Task<string?> ErrorAsync(PostgresStage replica, string team)
    {
        try
        {
            await replica.Get<SlackWebClient>().CallAsync(SlackMethod.AuthTest, team, null, new JsonObject(), default);
            return null;
        }
        catch (SlackApiException fault)
        {
            return fault.Error;
        }
    }

    private async Task AssertCiphertextAsync(int rows)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var command = source.CreateCommand("select set_config('chatopsbot.tenant', '*', false); select r::text from records r where kind = 'Installation'");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.NextResultAsync();
        var dump = new ConcurrentQueue<string>();
        while (await reader.ReadAsync())
        {
            dump.Enqueue(reader.GetString(0));
        }

        Assert.Equal(rows, dump.Count);
        Assert.All(dump, row => Assert.DoesNotContain("xox", row, StringComparison.Ordinal));
        Assert.All(_slack.Apps.Secrets(), secret => Assert.DoesNotContain(dump, row => row.Contains(secret, StringComparison.Ordinal)));
    }

    /// <summary>The machine's clock, ahead by as much as a test says.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Shift.TotalSeconds * TimestampFrequency);
    }
}
