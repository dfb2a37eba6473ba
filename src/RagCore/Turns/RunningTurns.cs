using System.Collections.Concurrent;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>The turns of this process whose answer is being decided, so that one nobody waits for any more can be stopped.</summary>
public sealed class RunningTurns
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);

    /// <summary>Stops a turn if its answer is being decided here.</summary>
    public void Stop(string turnId)
    {
        if (_running.TryGetValue(turnId, out var end))
        {
            try
            {
                end.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It was decided just now; what it posts is taken back.
            }
        }
    }

    /// <summary>Lets a turn be stopped until what is returned is disposed of.</summary>
    internal Deciding Begin(string turnId, CancellationToken cancellationToken) => new(this, turnId, cancellationToken);

    /// <summary>A turn whose answer is being decided.</summary>
    internal sealed class Deciding : IDisposable
    {
        private readonly RunningTurns _turns;
        private readonly string _turnId;
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _end;

        public Deciding(RunningTurns turns, string turnId, CancellationToken cancellationToken)
        {
            (_turns, _turnId) = (turns, turnId);
            _end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
            turns._running[turnId] = _stop;
        }

        public CancellationToken Token => _end.Token;

        public bool IsStopped => _stop.IsCancellationRequested;

        public void Dispose()
        {
            _turns._running.TryRemove(new(_turnId, _stop));
            _end.Dispose();
            _stop.Dispose();
        }
    }
}
