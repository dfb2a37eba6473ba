using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns.Waiting;

/// <summary>One request's place. Its signals end when the turn was answered.</summary>
public sealed class ReplyWait : IDisposable
{
    /// <summary>How often a waiting request looks at the journal by itself: another replica may have delivered the turn.</summary>
    public static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);

    private const int MaxUnread = 32;

    private readonly Channel<TurnProgress?> _signals = Channel.CreateBounded<TurnProgress?>(
        new BoundedChannelOptions(MaxUnread) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly Action<ReplyWait> _removed;
    private readonly ITimer _ticks;

    internal ReplyWait(string turnId, TimeProvider time, Action<ReplyWait> removed)
    {
        TurnId = turnId;
        _removed = removed;
        _ticks = time.CreateTimer(_ => _signals.Writer.TryWrite(null), null, TickInterval, TickInterval);
    }

    /// <summary>Gets the turn.</summary>
    public string TurnId { get; }

    /// <summary>Returns progress as it is reported, and null every tick.</summary>
    public IAsyncEnumerable<TurnProgress?> ReadSignalsAsync(CancellationToken cancellationToken) => _signals.Reader.ReadAllAsync(cancellationToken);

    internal void Answered() => _signals.Writer.TryComplete();

    internal void Progressed(TurnProgress progress) => _signals.Writer.TryWrite(progress);

    /// <inheritdoc/>
    public void Dispose()
    {
        _removed(this);
        _ticks.Dispose();
        _signals.Writer.TryComplete();
    }
}
