using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>The Bot Framework's keys, kept in memory (T-04): read when first needed, renewed daily, and kept while they cannot be read.</summary>
internal sealed partial class SigningKeys(KeyReader reader, TimeProvider time, ILogger<SigningKeys> logger) : IDisposable
{
    private static readonly TimeSpan RenewAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan TrustFor = TimeSpan.FromDays(5);

    // Between two readings, so that a flood of made-up key ids is not passed on to Microsoft.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseWithoutKeys = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task? _reading;
    private long? _lastAttempt;
    private volatile KeySet? _keys;

    /// <summary>Gets a value indicating whether keys were ever read.</summary>
    public bool AreKnown => _keys is not null;

    /// <summary>Finds a key by its id; null when the Bot Framework does not announce it, as far as is known.</summary>
    public async ValueTask<SigningKey?> FindAsync(string kid, CancellationToken cancellationToken)
    {
        if (_keys is { } keys && time.GetElapsedTime(keys.ReadAt) is var age && age < TrustFor && keys.Find(kid) is { } key)
        {
            if (age >= RenewAfter)
            {
                _ = StartReading();
            }

            return key;
        }

        await StartReading().WaitAsync(cancellationToken);
        return _keys?.Find(kid);
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    // One reading serves all who wait for it. It belongs to none of their requests.
    private Task StartReading()
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false })
            {
                return _reading;
            }

            if (_lastAttempt is { } last && time.GetElapsedTime(last) < (_keys is null ? PauseWithoutKeys : Pause))
            {
                return Task.CompletedTask;
            }

            _lastAttempt = time.GetTimestamp();
            return _reading = ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var read = await reader.ReadAsync(_keys, _stopping.Token);
            _keys = read;
            TeamsKeysLoaded(read.Count);
        }
        catch (KeysUnreadableException fault)
        {
            TeamsKeysFailed(fault.Message, AreKnown ? "The keys read before stay in use" : "Requests are answered 503 until they are read");
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops; nobody needs the keys any more.
        }
    }

    [LoggerMessage(LogEvents.TeamsKeysLoaded, LogLevel.Information, "Read {Count} keys of the Bot Framework")]
    private partial void TeamsKeysLoaded(int count);

    [LoggerMessage(LogEvents.TeamsKeysFailed, LogLevel.Warning, "The keys of the Bot Framework could not be read: {Reason}. {Consequence}")]
    private partial void TeamsKeysFailed(string reason, string consequence);
}
