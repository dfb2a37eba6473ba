using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Storage;

namespace ChatOpsBot.RagCore.UnitTests.Storage.Spool;

/// <summary>An inbox with a spool in front is one like any other.</summary>
public sealed class SpooledInboxContractTests : InboxContract
{
    protected override Task<InboxUnderTest> OpenAsync(int maxPending)
    {
        var opened = OpenedStore.Open(new PowerLossFileSystem(), Time, OpenedStore.Settings with { MaxPending = maxPending });
        var bench = new SpooledBench(new PowerLossFileSystem(), Time, opened.Inbox);
        return Task.FromResult(new InboxUnderTest(bench.Inbox, new Resource(bench, opened)));
    }

    private sealed class Resource(SpooledBench bench, OpenedStore opened) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            bench.Dispose();
            return opened.DisposeAsync();
        }
    }
}
