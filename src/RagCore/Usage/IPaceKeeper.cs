namespace ChatOpsBot.RagCore.Usage;

/// <summary>Keeps calls within the paces a platform allows: a call takes the first time that is free by every key it is counted by.</summary>
public interface IPaceKeeper
{
    /// <summary>Takes the first free time. Takes nothing when that is further away than allowed.</summary>
    /// <param name="maxWait">The longest wait that is worth it.</param>
    /// <param name="keys">What the call is counted by. A key begins with its platform.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    Task<PaceTurn> TakeAsync(TimeSpan maxWait, IReadOnlyList<PaceKey> keys, CancellationToken cancellationToken);

    /// <summary>Lets nothing of this key go for a time. Who has taken a time already keeps it.</summary>
    Task BlockAsync(PaceKey key, TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>When a call may go.</summary>
/// <param name="IsTaken">The time was taken.</param>
/// <param name="Wait">How long the caller must wait, or would have to.</param>
public readonly record struct PaceTurn(bool IsTaken, TimeSpan Wait);

/// <summary>Keeps the paces of this process.</summary>
public sealed class InProcessPaceKeeper(TimeProvider time) : IPaceKeeper
{
    private readonly PaceLanes _lanes = new(time);

    /// <inheritdoc/>
    public Task<PaceTurn> TakeAsync(TimeSpan maxWait, IReadOnlyList<PaceKey> keys, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var isTaken = _lanes.TryTake(maxWait, out var wait, [.. keys]);
        return Task.FromResult(new PaceTurn(isTaken, wait));
    }

    /// <inheritdoc/>
    public Task BlockAsync(PaceKey key, TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _lanes.Block(key, duration);
        return Task.CompletedTask;
    }
}
