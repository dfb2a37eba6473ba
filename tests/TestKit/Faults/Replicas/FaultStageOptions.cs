namespace ChatOpsBot.TestKit.Faults.Replicas;

/// <summary>What is set up.</summary>
public sealed record FaultStageOptions
{
    public int Replicas { get; init; } = 3;

    /// <summary>Gets a value indicating whether there are PostgreSQL and Redis; otherwise the one replica keeps everything itself.</summary>
    public bool IsServerMode { get; init; } = true;

    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(5);

    public int Seed { get; init; } = 1;

    /// <summary>Gets every how many questions one is asked in Slack, whose workspace grants far fewer answers a minute than a tenant in Teams.</summary>
    public int SlackEvery { get; init; } = 8;

    /// <summary>Gets every how many questions one is asked in Teams, if not in Slack; all others are asked through the web API.</summary>
    public int TeamsEvery { get; init; } = 1;

    /// <summary>Gets settings beside the usual ones.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
