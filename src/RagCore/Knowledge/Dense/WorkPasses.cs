using System.Threading.Channels;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Makes a pass over what waits whenever somebody says that something does. One that fails is made again after a pause, longer each time.</summary>
/// <param name="pass">One pass over everything that waits.</param>
/// <param name="failed">Is told why a pass ended early.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkPasses(Func<CancellationToken, Task> pass, Action<Exception> failed, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private int _started;

    /// <summary>Says that something waits. The first time begins the work.</summary>
    public void WakeUp()
    {
        _wakeUps.Writer.TryWrite(true);
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(() => RunAsync(_stopping.Token));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            var pause = TimeSpan.Zero;
            while (await _wakeUps.Reader.WaitToReadAsync(stopping))
            {
                while (_wakeUps.Reader.TryRead(out _))
                {
                }

                pause = await TryPassAsync(stopping) ? TimeSpan.Zero : Longer(pause);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, time, stopping);
                    _wakeUps.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private static TimeSpan Longer(TimeSpan pause)
        => pause == TimeSpan.Zero ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;

    private async Task<bool> TryPassAsync(CancellationToken stopping)
    {
        try
        {
            await pass(stopping);
            return true;
        }
#pragma warning disable CA1031 // Whatever happens to one pass, the next one is tried; nobody else would start this again.
        catch (Exception fault) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            failed(fault);
            return false;
        }
    }
}
