using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class EmbeddedInboxInMemoryTests : InboxContract
{
    protected override Task<InboxUnderTest> OpenAsync(int maxPending)
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem(), Time, OpenedStore.Settings with { MaxPending = maxPending });
        return Task.FromResult(new InboxUnderTest(opened.Inbox, opened));
    }
}

public sealed class EmbeddedInboxOnDiskTests : InboxContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<InboxUnderTest> OpenAsync(int maxPending)
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), Time, OpenedStore.Settings with { MaxPending = maxPending });
        return Task.FromResult(new InboxUnderTest(opened.Inbox, opened));
    }
}

public sealed class EmbeddedTurnJournalInMemoryTests : TurnJournalContract
{
    protected override Task<JournalUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem { LargestRead = 7 }, new FixedTimeProvider());
        return Task.FromResult(new JournalUnderTest(opened.Inbox, opened.Journal, opened));
    }
}

public sealed class EmbeddedTurnJournalOnDiskTests : TurnJournalContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<JournalUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), new FixedTimeProvider());
        return Task.FromResult(new JournalUnderTest(opened.Inbox, opened.Journal, opened));
    }
}

public sealed class EmbeddedDeadLettersInMemoryTests : DeadLetterContract
{
    protected override Task<DeadLettersUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem(), Time);
        return Task.FromResult(new DeadLettersUnderTest(opened.Inbox, opened.Journal, opened.DeadLetters, opened));
    }
}

public sealed class EmbeddedDeadLettersOnDiskTests : DeadLetterContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<DeadLettersUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), Time);
        return Task.FromResult(new DeadLettersUnderTest(opened.Inbox, opened.Journal, opened.DeadLetters, opened));
    }
}

public sealed class EmbeddedVoteStoreInMemoryTests : VoteStoreContract
{
    protected override Task<VotesUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem(), new FixedTimeProvider());
        return Task.FromResult(new VotesUnderTest(opened.Votes, opened));
    }
}

public sealed class EmbeddedVoteStoreOnDiskTests : VoteStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<VotesUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), new FixedTimeProvider());
        return Task.FromResult(new VotesUnderTest(opened.Votes, opened));
    }
}

public sealed class EmbeddedUsageLedgerInMemoryTests : UsageLedgerContract
{
    protected override Task<LedgerUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem(), Time);
        return Task.FromResult(new LedgerUnderTest(opened.Inbox, opened.DeadLetters, opened.Votes, opened.Ledger, opened));
    }
}

public sealed class EmbeddedUsageLedgerOnDiskTests : UsageLedgerContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<LedgerUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), Time);
        return Task.FromResult(new LedgerUnderTest(opened.Inbox, opened.DeadLetters, opened.Votes, opened.Ledger, opened));
    }
}

public sealed class EmbeddedRecordStoreInMemoryTests : RecordStoreContract
{
    protected override Task<RecordsUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem { LargestRead = 7 }, Time);
        return Task.FromResult(new RecordsUnderTest(opened.Store.Records, opened));
    }
}

public sealed class EmbeddedRecordStoreOnDiskTests : RecordStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Task<RecordsUnderTest> OpenAsync()
    {
        var opened = OpenedStore.Open(new PhysicalLogFileSystem(_folder.Path), Time);
        return Task.FromResult(new RecordsUnderTest(opened.Store.Records, opened));
    }
}
