using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage;

/// <summary>Where turns, votes and everything else that must not be lost is kept.</summary>
public sealed class StorageOptions
{
    public const string SectionName = "Storage";

    /// <summary>Gets or sets what keeps it. <see cref="StorageMode.Embedded"/> by default.</summary>
    [EnumDataType(typeof(StorageMode))]
    public StorageMode Mode { get; set; } = StorageMode.Embedded;

    /// <summary>Gets or sets the folder of the embedded log and, in server mode, of the spool; a relative path starts at the repository or content root. <c>data</c> by default.</summary>
    [Required]
    public string DataPath { get; set; } = "data";

    /// <summary>Gets or sets how long ended turns and votes are kept. 90 days by default. The embedded log deletes files whole, so what shares a file with something newer stays longer.</summary>
    [Range(typeof(TimeSpan), "2.00:00:00", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets the size in bytes at which the embedded log begins a new file; old files are deleted whole. 64 MiB by default.</summary>
    [Range(1 << 20, 1 << 30)]
    public int SegmentBytes { get; set; } = 64 << 20;
}

/// <summary>What keeps turns and votes.</summary>
public enum StorageMode
{
    /// <summary>A log in a folder of this process; nothing needs to be installed.</summary>
    Embedded,

    /// <summary>PostgreSQL, Redis and Qdrant, for several replicas.</summary>
    Server,
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class StorageOptionsValidator() : AnnotatedOptionsValidator<StorageOptions>(StorageOptions.SectionName);
