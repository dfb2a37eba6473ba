using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.RagCore.UnitTests.Turns;

public sealed class ProgressReporterTests
{
    private static readonly DeliveryReceipt Placeholder = new("1");

    private static readonly ReplyTarget Target = new(
        "turn", new ConversationKey(TenantId.Default, ChannelKind.Slack, "C1", "1"), "U1", null, new ReplyAddress(1, "{}"), DateTimeOffset.MaxValue);

    private readonly BusyChannel _channel = new();
    private readonly ProgressReporter _reporter;

    public ProgressReporterTests() => _reporter = new ProgressReporter(_channel, Target, Placeholder, TimeProvider.System);

    [Fact]
    public async Task While_the_channel_is_busy_only_the_newest_of_each_stage_is_kept_in_order()
    {
        _reporter.Report(new TurnProgress("searching", null));
        Assert.Equal("searching", (await _channel.Shown.ReadAsync()).Progress.Stage);
        _reporter.Report(new TurnProgress("reading", 1));
        _reporter.Report(new TurnProgress("reading", 2));
        _reporter.Report(new TurnProgress("writing", null));

        _channel.Busy.Release(3);

        Assert.Equal(2, (await _channel.Shown.ReadAsync()).Progress.Sources);
        Assert.Equal("writing", (await _channel.Shown.ReadAsync()).Progress.Stage);
        await _reporter.DisposeAsync();
        Assert.False(_channel.Shown.TryRead(out _));
    }

    [Fact]
    public async Task The_end_waits_for_what_is_under_way_and_lets_nothing_follow()
    {
        _reporter.Report(new TurnProgress("writing", null));
        var (_, ended) = await _channel.Shown.ReadAsync();

        var end = _reporter.DisposeAsync().AsTask();
        _reporter.Report(new TurnProgress("writing", 9));

        Assert.True(ended.IsCancellationRequested);
        Assert.False(end.IsCompleted);
        _channel.Busy.Release(2);
        await end;
        Assert.False(_channel.Shown.TryRead(out _));
    }

    [Fact]
    public async Task A_failing_channel_harms_nothing()
    {
        _channel.Fault = new DeliveryException(DeliveryFailure.Transient, "down");

        _reporter.Report(new TurnProgress("searching", null));

        await _reporter.DisposeAsync();
    }

    private sealed class BusyChannel : IReplyChannel
    {
        private readonly Channel<(TurnProgress Progress, CancellationToken Ended)> _shown = Channel.CreateUnbounded<(TurnProgress, CancellationToken)>();
        private int _atOnce;

        public ChannelKind Kind => ChannelKind.Slack;

        public ChannelReader<(TurnProgress Progress, CancellationToken Ended)> Shown => _shown.Reader;

        public SemaphoreSlim Busy { get; } = new(0);

        public DeliveryException? Fault { get; set; }

        public async Task ShowProgressAsync(ReplyTarget target, DeliveryReceipt? receipt, TurnProgress progress, CancellationToken cancellationToken)
        {
            if (Fault is not null)
            {
                throw Fault;
            }

            Assert.Equal((Target, Placeholder, 1), (target, receipt, Interlocked.Increment(ref _atOnce)));
            _shown.Writer.TryWrite((progress, cancellationToken));
            await Busy.WaitAsync(CancellationToken.None);
            Interlocked.Decrement(ref _atOnce);
        }

        public Task<DeliveryReceipt?> PostPlaceholderAsync(ReplyTarget target, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeliveryReceipt?> ReserveAsync(ReplyTarget target, DeliveryReceipt? receipt, OutboundReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeliveryReceipt> PostAsync(ReplyTarget target, OutboundReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task UpdateAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RefreshAsync(ReplyTarget target, DeliveryReceipt receipt, OutboundReply reply, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeliveryReceipt?> ReconcileAsync(ReplyTarget target, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WithdrawAsync(ReplyTarget target, DeliveryReceipt receipt, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
