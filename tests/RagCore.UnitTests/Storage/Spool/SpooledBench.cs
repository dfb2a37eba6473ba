using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Spool;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

/// <summary>A process of a replica: a spool in front of the inbox of a database.</summary>
internal sealed class SpooledBench : IDisposable
{
    public SpooledBench(ILogFileSystem files, FixedTimeProvider time, IInbox database, SpoolSettings? settings = null)
    {
        Open = new OpenedSpool(files, time, settings);
        Breaker = new DatabaseBreaker(time, new Random(1));
        Drain = new SpoolDrain(database, Open.Spool, Open.Outlet, Breaker, NullLogger<SpoolDrain>.Instance);
        Inbox = new SpooledInbox(database, Open.Spool, Breaker, Open.Metrics);
    }

    public OpenedSpool Open { get; }

    public RagCore.Storage.Spool.Spool Spool => Open.Spool;

    public DatabaseBreaker Breaker { get; }

    public SpoolDrain Drain { get; }

    public IInbox Inbox { get; }

    public async Task<AcceptResult> AcceptAsync(InboundMessage message) => await Inbox.AcceptAsync(message, CancellationToken.None);

    /// <summary>Drains until nothing waits or the database takes nothing.</summary>
    public async Task<DrainOutcome> DrainAsync()
    {
        DrainOutcome outcome;
        do
        {
            outcome = await Drain.RunOnceAsync(CancellationToken.None);
        }
        while (outcome == DrainOutcome.Drained);

        return outcome;
    }

    public void Dispose() => Open.Dispose();
}
