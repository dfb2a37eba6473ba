using System.Collections.Concurrent;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>
/// Renews the leases of this replica while their turns run. A lease that cannot be renewed for as long as it lasts, by this process's
/// own clock, is taken for lost: another replica may have it (a partition, a process that stood still).
/// </summary>
internal sealed partial class LeaseKeeper(StepWriter steps, TimeProvider time, IOptions<InboxOptions> options, ILogger<LeaseKeeper> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, HeldLease> _held = new(StringComparer.Ordinal);
    private readonly TimeSpan _duration = options.Value.LeaseDuration;
    private ITimer? _timer;

    /// <summary>Renews from now on.</summary>
    public void Start() => _timer = time.CreateTimer(_ => RenewAll(), state: null, _duration / 3, _duration / 3);

    /// <summary>Takes care of a lease.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="askedAt">The timestamp before it was asked for.</param>
    /// <returns>A token that is cancelled when the lease is lost.</returns>
    public CancellationToken Hold(TurnLease lease, long askedAt)
    {
        var held = new HeldLease(lease, askedAt);
        if (_held.TryGetValue(lease.TurnId, out var before))
        {
            // This replica stood still and took its own turn over.
            Lose(before);
        }

        _held[lease.TurnId] = held;
        return held.Lost.Token;
    }

    /// <summary>Makes sure that a lease is still held: asks the database when more than half of its time is over.</summary>
    public async Task ConfirmAsync(TurnLease lease)
    {
        if (_held.TryGetValue(lease.TurnId, out var held) && held.Lease == lease && time.GetElapsedTime(Volatile.Read(ref held.RenewedAt)) < _duration / 2)
        {
            return;
        }

        await RenewAsync(held?.Lease == lease ? held : new HeldLease(lease, time.GetTimestamp()));
    }

    /// <summary>Cares no more for a lease.</summary>
    public void LetGo(TurnLease lease)
    {
        if (_held.TryGetValue(lease.TurnId, out var held) && held.Lease == lease)
        {
            _held.TryRemove(new(lease.TurnId, held));
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void RenewAll()
    {
        foreach (var held in _held.Values)
        {
            if (time.GetElapsedTime(Volatile.Read(ref held.RenewedAt)) >= _duration)
            {
                Lose(held);
            }
            else
            {
                _ = TryRenewAsync(held);
            }
        }
    }

    private async Task TryRenewAsync(HeldLease held)
    {
        try
        {
            await RenewAsync(held);
        }
        catch (StoreUnavailableException)
        {
            // Tried again until the lease is over.
        }
        catch (LeaseLostException)
        {
            // Said by the renewal.
        }
    }

    private async Task RenewAsync(HeldLease held)
    {
        var askedAt = time.GetTimestamp();
        try
        {
            await steps.WriteAsync(new Step(held.Lease, StepKind.Renew));
            Volatile.Write(ref held.RenewedAt, askedAt);
        }
        catch (LeaseLostException)
        {
            Lose(held);
            throw;
        }
    }

    private void Lose(HeldLease held)
    {
        // Whoever finds that it is held no more finds its work told to end.
        held.Lost.Cancel();
        if (_held.TryRemove(new(held.Lease.TurnId, held)))
        {
            LeaseLost(held.Lease.TurnId, held.Lease.FencingToken);
        }
    }

    [LoggerMessage(LogEvents.LeaseLost, LogLevel.Warning, "Turn {TurnId}: the lease with fencing token {FencingToken} is lost; its work ends here")]
    private partial void LeaseLost(string turnId, long fencingToken);

    private sealed class HeldLease(TurnLease lease, long askedAt)
    {
        public long RenewedAt = askedAt;

        public TurnLease Lease { get; } = lease;

        public CancellationTokenSource Lost { get; } = new();
    }
}
