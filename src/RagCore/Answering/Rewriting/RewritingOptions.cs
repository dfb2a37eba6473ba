using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>How follow-up questions are made whole.</summary>
public sealed class RewritingOptions
{
    public const string SectionName = "Answering:Rewriting";

    /// <summary>Gets or sets whether a model is asked, where one is configured. True by default; without one, and when it is late or fails, rules do it.</summary>
    public bool UseModel { get; set; } = true;

    /// <summary>Gets or sets how long a question waits for the model. 3 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class RewritingOptionsValidator() : AnnotatedOptionsValidator<RewritingOptions>(RewritingOptions.SectionName);
