using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>What takes deliveries while PostgreSQL is down.</summary>
public sealed class SpoolOptions
{
    public const string SectionName = "Storage:Spool";

    /// <summary>Gets or sets how many bytes wait at most; above it the door says that nothing can be stored. 256 MiB by default.</summary>
    [Range(1048576, 68719476736d)]
    public long MaxBytes { get; set; } = 256 << 20;

    /// <summary>Gets or sets how long a delivery may wait before it is given up. 24 hours by default, as long as platforms deliver again.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class SpoolOptionsValidator() : AnnotatedOptionsValidator<SpoolOptions>(SpoolOptions.SectionName);
