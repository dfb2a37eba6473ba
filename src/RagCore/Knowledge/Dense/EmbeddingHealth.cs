using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Knows whether the embedding model answers. Tells the beginning and the end of an outage once, and leaves questions in between alone.</summary>
internal sealed partial class EmbeddingHealth(DenseMetrics metrics, TimeProvider time, ILogger<EmbeddingHealth> logger)
{
    private const int FailuresInARow = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private DateTimeOffset _skipUntil = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>Says whether a question may wait for a vector. During an outage one question a pause may, to see whether it is over.</summary>
    public bool MayAsk()
    {
        lock (_gate)
        {
            if (_failures < FailuresInARow)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (now < _skipUntil)
            {
                return false;
            }

            _skipUntil = now + Pause;
            return true;
        }
    }

    public void Failed(Exception exception)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = _failures == 0;
            _failures = Math.Min(_failures + 1, FailuresInARow);
            _skipUntil = time.GetUtcNow() + Pause;
        }

        if (isFirst)
        {
            var reason = exception is EmbeddingException known ? known.Fault.ToString() : exception.GetType().Name;
            metrics.Lost(reason);
            EmbeddingLost(reason);
        }
    }

    public void Succeeded()
    {
        bool isOver;
        lock (_gate)
        {
            isOver = _failures > 0;
            _failures = 0;
        }

        if (isOver)
        {
            EmbeddingFound();
        }
    }

    [LoggerMessage(LogEvents.EmbeddingLost, LogLevel.Warning, "The embedding model does not answer ({Reason}); questions are searched by words alone until it does")]
    private partial void EmbeddingLost(string reason);

    [LoggerMessage(LogEvents.EmbeddingFound, LogLevel.Information, "The embedding model answers again")]
    private partial void EmbeddingFound();
}
