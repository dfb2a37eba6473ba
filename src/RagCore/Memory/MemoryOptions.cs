using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Memory;

/// <summary>How much of a thread is remembered.</summary>
public sealed class MemoryOptions
{
    public const string SectionName = "Memory";

    /// <summary>Gets or sets how many exchanges of a thread are remembered. 10 by default.</summary>
    [Range(1, 100)]
    public int MaxExchanges { get; set; } = 10;

    /// <summary>Gets or sets how long an exchange is remembered. 24 hours by default.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Gets or sets how many threads are held in process; others are read from the journal when they speak again. 2,000 by default.</summary>
    [Range(1, 1_000_000)]
    public int MaxThreads { get; set; } = 2_000;
}
