using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>How files are read that people attach to their questions.</summary>
public sealed class AttachmentOptions
{
    public const string SectionName = "Attachments";

    /// <summary>Gets or sets a value indicating whether they are read. True by default; when false, people are told that files are not read.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets how many files of a thread are used, the newest first. 5 by default.</summary>
    [Range(1, 20)]
    public int MaxFiles { get; set; } = 5;

    /// <summary>Gets or sets the largest file that is read, in bytes. 10 MiB by default.</summary>
    [Range(1_024, 64 << 20)]
    public int MaxBytes { get; set; } = 10 << 20;

    /// <summary>Gets or sets how many pages a file may have; text without pages counts 5,000 characters as one. 200 by default.</summary>
    [Range(1, 2_000)]
    public int MaxPages { get; set; } = 200;

    /// <summary>Gets or sets how long reading the text of one file may take. 10 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long the text of a file is held in memory for the next question in its thread; it is read anew afterwards. 30 minutes by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan KeepText { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class AttachmentOptionsValidator() : AnnotatedOptionsValidator<AttachmentOptions>(AttachmentOptions.SectionName);
