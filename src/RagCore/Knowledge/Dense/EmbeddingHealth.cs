using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Knowledge.Dense;

/// <summary>Knows whether the embedding model answers. Tells the beginning and the end of an outage once, and leaves questions in between alone.</summary>
internal sealed partial class EmbeddingHealth(DenseMetrics metrics, TimeProvider time, ILogger<EmbeddingHealth> logger)
{
    private readonly FailureBreaker _breaker = new(time, TimeSpan.FromSeconds(15));
    private int _isLost;

    /// <summary>Gets a value indicating whether the last thing known of the model is a failure.</summary>
    public bool IsLost => Volatile.Read(ref _isLost) == 1;

    /// <summary>Says whether a question may wait for a vector. During an outage one question a pause may, to see whether it is over.</summary>
    public bool MayAsk() => _breaker.MayTry();

    public void Failed(Exception exception)
    {
        _breaker.Failed();
        if (Interlocked.Exchange(ref _isLost, 1) == 0)
        {
            var reason = exception is EmbeddingException known ? known.Fault.ToString() : exception.GetType().Name;
            metrics.Lost(reason);
            EmbeddingLost(reason);
        }
    }

    public void Succeeded()
    {
        _breaker.Succeeded();
        if (Interlocked.Exchange(ref _isLost, 0) == 1)
        {
            EmbeddingFound();
        }
    }

    [LoggerMessage(LogEvents.EmbeddingLost, LogLevel.Warning, "The embedding model does not answer ({Reason}); questions are searched by words alone until it does")]
    private partial void EmbeddingLost(string reason);

    [LoggerMessage(LogEvents.EmbeddingFound, LogLevel.Information, "The embedding model answers again")]
    private partial void EmbeddingFound();
}
