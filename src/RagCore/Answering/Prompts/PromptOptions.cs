using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Where the prompts are, and which of them are meant.</summary>
public sealed class PromptOptions
{
    public const string SectionName = "Prompts";

    /// <summary>Gets or sets the folder of the prompts, from the content root. <c>prompts</c> by default.</summary>
    [Required]
    public string Path { get; set; } = "prompts";

    /// <summary>Gets or sets the region this installation serves, for prompts that are meant for a region. Absent by default.</summary>
    public string? Region { get; set; }

    /// <summary>Gets or sets how often the folder is compared with what is in use although nothing was reported. 30 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RescanInterval { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class PromptOptionsValidator() : AnnotatedOptionsValidator<PromptOptions>(PromptOptions.SectionName);
