using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Usage.Ledger;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

/// <summary>An embedded store with its faces.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    public static readonly EmbeddedSettings Settings = new(64 << 20, TimeSpan.FromDays(90), TimeSpan.FromHours(48), 1_000);

    private OpenedStore(EmbeddedStore store, TimeProvider time)
    {
        Store = store;
        Inbox = new EmbeddedInbox(store, time, NullLogger<EmbeddedInbox>.Instance);
        Journal = new EmbeddedTurnJournal(store);
        DeadLetters = new EmbeddedDeadLetters(store);
        Votes = new EmbeddedVoteStore(store);
        Ledger = new EmbeddedUsageLedger(store, time);
    }

    public EmbeddedStore Store { get; }

    public IInbox Inbox { get; }

    public ITurnJournal Journal { get; }

    public IDeadLetters DeadLetters { get; }

    public IVoteStore Votes { get; }

    public IUsageLedger Ledger { get; }

    public List<Exception> Fatal { get; } = [];

    public static OpenedStore Open(
        ILogFileSystem files, FixedTimeProvider time, EmbeddedSettings? settings = null, ILogger<EmbeddedStore>? logger = null)
    {
        var opened = new OpenedStore(new EmbeddedStore(files, settings ?? Settings, time, logger ?? NullLogger<EmbeddedStore>.Instance), time);
        opened.Store.OnFatal = opened.Fatal.Add;
        try
        {
            opened.Store.Open();
        }
        catch
        {
            opened.Store.Dispose();
            throw;
        }

        return opened;
    }

    public ValueTask DisposeAsync()
    {
        Store.Dispose();
        return ValueTask.CompletedTask;
    }
}
