using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Whether a second model is asked when the first is slow to begin. The first to speak is listened to; both are paid.</summary>
public sealed class HedgingOptions
{
    public const string SectionName = "Models:Hedging";

    /// <summary>Gets or sets how long the first model may be silent before the next one is asked too. None by default: no second model is asked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan? Delay { get; set; }

    /// <summary>Gets or sets the largest part of the calls that may ask a second model. 0.1 by default.</summary>
    [Range(0.0, 1.0)]
    public double MaxShare { get; set; } = 0.1;
}
