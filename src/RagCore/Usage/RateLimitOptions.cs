using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Usage;

/// <summary>How many questions are answered. Commands such as "help" are not counted.</summary>
public sealed class RateLimitOptions
{
    public const string SectionName = "Usage";

    /// <summary>Gets or sets how many questions of one person are answered in any minute. 60 by default; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int PerUserPerMinute { get; set; } = 60;

    /// <summary>Gets or sets how many questions in one conversation are answered in any minute. 120 by default; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int PerConversationPerMinute { get; set; } = 120;

    /// <summary>Gets or sets how many questions of one organisation are answered in any minute. 1,200 by default; 0 sets no limit.</summary>
    [Range(0, 1_000_000)]
    public int PerTenantPerMinute { get; set; } = 1_200;
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class RateLimitOptionsValidator() : AnnotatedOptionsValidator<RateLimitOptions>(RateLimitOptions.SectionName);
