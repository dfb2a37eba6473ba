using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Inbox;

/// <summary>How messages are worked off.</summary>
public sealed class InboxOptions
{
    public const string SectionName = "Inbox";

    /// <summary>How many turns run at a time where nothing is waited for but the processor.</summary>
    internal const int WorkersWithoutModel = 4;

    /// <summary>How many turns run at a time where most of a turn is waiting for a model: a person sees that the bot is at work when the turn begins.</summary>
    internal const int WorkersWithModel = 128;

    /// <summary>
    /// Gets or sets how many turns run at a time. By default 128 where a model writes the answers, for a turn mostly waits then, else 4; 0 accepts without answering
    /// (measurements, maintenance).
    /// </summary>
    [Range(0, 256)]
    public int? Workers { get; set; }

    /// <summary>Gets or sets how often a turn is tried before the person gets an apology. 5 by default.</summary>
    [Range(1, 50)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Gets or sets how many unfinished turns are held; above it the door says it is busy. 100,000 by default.</summary>
    [Range(1, 10_000_000)]
    public int MaxPending { get; set; } = 100_000;

    /// <summary>Gets or sets the wait before the second attempt; it doubles with each further one, with full jitter. Half a second by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the longest wait between two attempts. One minute by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how long one attempt may take. Two minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TurnTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets how long a turn belongs to a worker of a replica that says nothing any more; it says so three times as often. 30 seconds by default. Server mode only.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long running turns may take to end when the process is asked to stop. 25 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Gets or sets how long a dedupe key is kept. 48 hours by default; platforms deliver again for up to 24 (S-13).</summary>
    [Range(typeof(TimeSpan), "1.01:00:00", "30.00:00:00")]
    public TimeSpan DedupeWindow { get; set; } = TimeSpan.FromHours(48);
}
