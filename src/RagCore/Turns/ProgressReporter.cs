using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Hands a turn's progress to its channel, one report after the other and never beside the reply: of a stage that goes on while the channel is busy only the
/// newest report is kept. Progress is a courtesy, so that whatever fails in it is left alone.
/// </summary>
internal sealed class ProgressReporter(IReplyChannel channel, ReplyTarget target, DeliveryReceipt? receipt, TimeProvider time) : IProgress<TurnProgress>, IAsyncDisposable
{
    // Longer than a channel's own limit for one call.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<TurnProgress> _waiting = [];
    private readonly CancellationTokenSource _ended = new();

    private Task _handing = Task.CompletedTask;
    private bool _isHanding;
    private bool _isOver;

    /// <inheritdoc/>
    public void Report(TurnProgress value)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            var same = _waiting.FindIndex(earlier => earlier.Stage == value.Stage);
            if (same >= 0)
            {
                _waiting.RemoveAt(same);
            }

            _waiting.Add(value);
            if (!_isHanding)
            {
                _isHanding = true;
                _handing = Task.Run(HandOverAsync);
            }
        }
    }

    /// <summary>Lets a report that is under way end; from then on the channel hears no more of this turn's progress.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        await _ended.CancelAsync();
        try
        {
            await _handing.WaitAsync(EndLimit, time);
            _ended.Dispose();
        }
        catch (TimeoutException)
        {
            // The channel does not keep its own limits; the answer does not wait for it.
        }
    }

    private async Task HandOverAsync()
    {
        while (Next() is { } progress)
        {
            try
            {
                await channel.ShowProgressAsync(target, receipt, progress, _ended.Token);
            }
#pragma warning disable CA1031 // Nothing that goes wrong with progress may reach the answer.
            catch (Exception)
#pragma warning restore CA1031
            {
                // The channel has counted and logged it.
            }
        }
    }

    private TurnProgress? Next()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _isHanding = false;
                return null;
            }

            var next = _waiting[0];
            _waiting.RemoveAt(0);
            return next;
        }
    }
}
