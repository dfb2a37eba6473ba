using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Postgres;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>Several replicas on one database.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReplicaTests(PostgresFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly (string, string) ShortLease = ("Inbox:LeaseDuration", "00:00:20");

    [Fact]
    public async Task A_lease_that_ran_out_goes_to_another_replica_and_what_the_first_one_says_then_is_refused()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var clock = new DatabaseClock(fixture.Server, database);
        var asleep = new FixedTimeProvider();
        await using var first = await PostgresStage.OpenAsync(database, asleep, ShortLease);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System, ShortLease);
        await first.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var held = await first.Inbox.LeaseAsync(None).WaitAsync(Patience);

        // The first replica stands still: its own clock does too, so that it renews nothing.
        await clock.MoveAsync(TimeSpan.FromSeconds(30));
        var taken = await second.Inbox.LeaseAsync(None).WaitAsync(Patience);

        Assert.Equal("turn-1", taken.Lease.TurnId);
        Assert.True(taken.Lease.FencingToken > held.Lease.FencingToken);
        Assert.Equal(2, taken.Attempt);
        await Assert.ThrowsAsync<LeaseLostException>(() => first.Inbox.RecordAnswerAsync(held.Lease, SampleTurns.Answer("Late."), None));
        Assert.Contains("was refused (fencing token", first.Logs.Text, StringComparison.Ordinal);
        await second.Inbox.RecordAnswerAsync(taken.Lease, SampleTurns.Answer(), None);
        await second.Inbox.CompleteAsync(taken.Lease, None);
        Assert.Equivalent(SampleTurns.Answer(), (await second.Journal.FindAsync(TenantId.Default, "turn-1", None))!.Answer, strict: true);
    }

    [Fact]
    public async Task A_replica_that_wakes_up_after_its_lease_learns_so_before_it_does_anything_outside()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var clock = new DatabaseClock(fixture.Server, database);
        var asleep = new FixedTimeProvider();
        await using var first = await PostgresStage.OpenAsync(database, asleep, ShortLease);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System, ShortLease);
        await first.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var held = await first.Inbox.LeaseAsync(None).WaitAsync(Patience);
        await first.Inbox.ConfirmAsync(held.Lease, None);
        await clock.MoveAsync(TimeSpan.FromSeconds(30));
        await second.Inbox.LeaseAsync(None).WaitAsync(Patience);

        asleep.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<LeaseLostException>(() => first.Inbox.ConfirmAsync(held.Lease, None));
        Assert.True(held.Lost.IsCancellationRequested);
    }

    [Fact]
    public async Task A_lease_is_renewed_for_as_long_as_its_turn_runs()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var clock = new DatabaseClock(fixture.Server, database);
        var time = new FixedTimeProvider();
        await using var first = await PostgresStage.OpenAsync(database, time, ShortLease);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System, ShortLease);
        await first.Inbox.AcceptAsync(SampleTurns.Message(1), None);
        var held = await first.Inbox.LeaseAsync(None).WaitAsync(Patience);
        using var stop = new CancellationTokenSource();
        var waiting = second.Inbox.LeaseAsync(stop.Token);

        for (var i = 0; i < 6; i++)
        {
            var before = await LeaseUntilAsync(first);
            await clock.AdvanceAsync(time, TimeSpan.FromSeconds(7));
            await Eventually.HoldsAsync(async () => await LeaseUntilAsync(first) > before);
        }

        Assert.False(waiting.IsCompleted);
        Assert.False(held.Lost.IsCancellationRequested);
        await first.Inbox.CompleteAsync(held.Lease, None);
        await stop.CancelAsync();
    }

    [Fact]
    public async Task What_one_replica_accepts_another_one_works_on_at_once()
    {
        var database = await fixture.Server.CreateDatabaseAsync();

        // Its clock stands: it never polls, it can only hear.
        await using var worker = await PostgresStage.OpenAsync(database, new FixedTimeProvider());
        await using var door = await PostgresStage.OpenAsync(database, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var listening = new TaskCompletionSource();
        var listener = worker.Get<ArrivalListener>().RunAsync(
            () =>
            {
                listening.TrySetResult();
                worker.Get<LeaseDesk>().Wake();
            },
            stop.Token);
        var waiting = worker.Inbox.LeaseAsync(None);
        await listening.Task.WaitAsync(Patience);

        await door.Inbox.AcceptAsync(SampleTurns.Message(1), None);

        Assert.Equal("turn-1", (await waiting.WaitAsync(Patience)).Lease.TurnId);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listener);
    }

    [Fact]
    public async Task Replicas_that_are_offered_the_same_messages_store_each_once_and_never_hold_two_turns_of_a_thread()
    {
        const int messages = 300;
        var database = await fixture.Server.CreateDatabaseAsync();
        await using var first = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await using var second = await PostgresStage.OpenAsync(database, TimeProvider.System);
        await using var third = await PostgresStage.OpenAsync(database, TimeProvider.System);
        PostgresStage[] replicas = [first, second, third];

        var results = await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Range(0, messages).Select(
            async number => await replica.Inbox.AcceptAsync(SampleTurns.Message(number, "thread-" + (number % 11)), None))));
        Assert.Equal(messages, results.Count(result => result == AcceptResult.Accepted));
        Assert.Equal(messages * 2, results.Count(result => result == AcceptResult.Duplicate));

        var running = new HashSet<string>();
        var ended = 0;
        using var stop = new CancellationTokenSource(Patience);
        await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Repeat(replica, 4)).Select(async replica =>
        {
            try
            {
                while (true)
                {
                    var turn = await replica.Inbox.LeaseAsync(stop.Token);
                    var thread = turn.Message.Conversation.ThreadId;
                    lock (running)
                    {
                        Assert.True(running.Add(thread), "Two turns of one thread run at a time.");
                    }

                    await replica.Inbox.RecordAnswerAsync(turn.Lease, SampleTurns.Answer(), None);
                    lock (running)
                    {
                        running.Remove(thread);
                    }

                    await replica.Inbox.CompleteAsync(turn.Lease, None);
                    if (Interlocked.Increment(ref ended) == messages)
                    {
                        await stop.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // All are ended.
            }
        }));
        Assert.Equal(messages, ended);
    }

    [Fact]
    public async Task A_message_that_the_database_refuses_takes_none_of_its_neighbours_with_it()
    {
        await using var stage = await PostgresStage.OpenAsync(await fixture.Server.CreateDatabaseAsync(), TimeProvider.System);
        var poison = SampleTurns.Message(1) with { TurnId = "turn-\0" };

        var results = await Task.WhenAll(
            Enumerable.Range(2, 20).Select(async number => await stage.Inbox.AcceptAsync(SampleTurns.Message(number, $"thread-{number}"), None))
                .Append(Assert.ThrowsAsync<StoreUnavailableException>(async () => await stage.Inbox.AcceptAsync(poison, None)).ContinueWith(_ => AcceptResult.Full, TaskScheduler.Default)));

        Assert.Equal(20, results.Count(result => result == AcceptResult.Accepted));
    }

    // The second use of a statement is the one that the driver prepares: a value refused then must not spoil the statement for all who follow.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_value_that_PostgreSQL_cannot_hold_spoils_no_statement_whenever_it_comes(int before)
    {
        await using var stage = await PostgresStage.OpenAsync(await fixture.Server.CreateDatabaseAsync(), TimeProvider.System);
        for (var number = 1; number <= before; number++)
        {
            Assert.Equal(AcceptResult.Accepted, await stage.Inbox.AcceptAsync(SampleTurns.Message(number), None));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await stage.Inbox.AcceptAsync(SampleTurns.Message(90) with { TurnId = "turn-\0" }, None));

        for (var number = before + 1; number <= before + 3; number++)
        {
            Assert.Equal(AcceptResult.Accepted, await stage.Inbox.AcceptAsync(SampleTurns.Message(number), None));
        }
    }

    private static async Task<DateTime> LeaseUntilAsync(PostgresStage stage)
        => await stage.Get<PostgresDatabase>().AcrossTenantsAsync(
            "select lease_until from turns",
            [],
            async reader =>
            {
                await reader.ReadAsync();
                return reader.GetDateTime(0);
            },
            None);
}
