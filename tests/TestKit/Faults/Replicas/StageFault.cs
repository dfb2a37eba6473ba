namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>What can happen to a stage, and how it is mended.</summary>
/// <param name="Name">What it is called in schedules.</param>
/// <param name="Lane">What it happens to: of one lane one thing happens at a time.</param>
/// <param name="BeginAsync">Makes it happen.</param>
/// <param name="EndAsync">Mends it.</param>
public sealed record StageFault(string Name, FaultLane Lane, Func<FaultStage, Task> BeginAsync, Func<FaultStage, Task> EndAsync)
{
    private static readonly TimeSpan Flap = TimeSpan.FromMilliseconds(400);

    /// <summary>Gets a value indicating whether it must last longer than a lease.</summary>
    public bool OutlivesLease { get; init; }

    /// <summary>Gets a value indicating whether it comes and goes while it lasts.</summary>
    public bool Flaps { get; init; }

    /// <summary>Lets it happen for a time; mended when this returns.</summary>
    public async Task RunAsync(FaultStage stage, TimeSpan duration)
    {
        var until = DateTime.UtcNow + duration;
        do
        {
            await BeginAsync(stage);
            await Task.Delay(Flaps ? Flap : duration);
            await EndAsync(stage);
            await Task.Delay(Flaps ? Flap : TimeSpan.Zero);
        }
        while (Flaps && DateTime.UtcNow < until);
    }
}

/// <summary>What faults happen to.</summary>
public enum FaultLane
{
    /// <summary>PostgreSQL and Redis.</summary>
    Stores,

    /// <summary>Slack and Teams.</summary>
    Platforms,

    /// <summary>The product's processes.</summary>
    Replicas,
}
