using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.IntegrationTests.Storage.Postgres;

/// <summary>PostgreSQL keeps every promise of the contracts.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresInboxTests(PostgresFixture fixture) : InboxContract
{
    private DatabaseClock? _clock;

    protected override Task AdvanceAsync(TimeSpan by) => _clock!.AdvanceAsync(Time, by);

    protected override async Task<InboxUnderTest> OpenAsync(int maxPending = 1_000)
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var stage = await PostgresStage.OpenAsync(database, Time, ("Inbox:MaxPending", $"{maxPending}"));
        _clock = new DatabaseClock(fixture.Server, database);
        return new InboxUnderTest(stage.Inbox, stage);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresTurnJournalTests(PostgresFixture fixture) : TurnJournalContract
{
    protected override async Task<JournalUnderTest> OpenAsync()
    {
        var stage = await PostgresStage.OpenAsync(await fixture.Server.CreateDatabaseAsync(), TimeProvider.System);
        return new JournalUnderTest(stage.Inbox, stage.Journal, stage);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresVoteStoreTests(PostgresFixture fixture) : VoteStoreContract
{
    protected override async Task<VotesUnderTest> OpenAsync()
    {
        var stage = await PostgresStage.OpenAsync(await fixture.Server.CreateDatabaseAsync(), TimeProvider.System);
        return new VotesUnderTest(stage.Votes, stage);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresDeadLetterTests(PostgresFixture fixture) : DeadLetterContract
{
    private DatabaseClock? _clock;

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        await _clock!.SetAsync(Time.GetUtcNow() + by);
        Time.Advance(by);
    }

    protected override async Task<DeadLettersUnderTest> OpenAsync()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var stage = await PostgresStage.OpenAsync(database, Time);
        _clock = new DatabaseClock(fixture.Server, database);
        await _clock.SetAsync(Time.GetUtcNow());
        return new DeadLettersUnderTest(stage.Inbox, stage.Journal, stage.Get<RagCore.Inbox.IDeadLetters>(), stage);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresUsageLedgerTests(PostgresFixture fixture) : UsageLedgerContract
{
    private DatabaseClock? _clock;

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        await _clock!.SetAsync(Time.GetUtcNow() + by);
        Time.Advance(by);
    }

    protected override async Task<LedgerUnderTest> OpenAsync()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var stage = await PostgresStage.OpenAsync(database, Time);
        _clock = new DatabaseClock(fixture.Server, database);
        await _clock.SetAsync(Time.GetUtcNow());
        return new LedgerUnderTest(stage.Inbox, stage.Get<RagCore.Inbox.IDeadLetters>(), stage.Votes, stage.Get<RagCore.Usage.Ledger.IUsageLedger>(), stage);
    }
}

[Collection(PostgresCollection.Name)]
public sealed class PostgresRecordStoreTests(PostgresFixture fixture) : RecordStoreContract
{
    private DatabaseClock? _clock;

    protected override async Task AdvanceAsync(TimeSpan by)
    {
        await _clock!.SetAsync(Time.GetUtcNow() + by);
        Time.Advance(by);
    }

    protected override async Task<RecordsUnderTest> OpenAsync()
    {
        var database = await fixture.Server.CreateDatabaseAsync();
        var stage = await PostgresStage.OpenAsync(database, Time);
        _clock = new DatabaseClock(fixture.Server, database);
        await _clock.SetAsync(Time.GetUtcNow());
        return new RecordsUnderTest(stage.Get<RagCore.Conversations.Records.IRecordStore>(), stage);
    }
}
