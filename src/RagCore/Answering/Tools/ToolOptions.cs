using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>How much a model may look up for one answer.</summary>
public sealed class ToolOptions
{
    public const string SectionName = "Answering:Tools";

    /// <summary>Gets or sets how many calls of tools one answer may make. 4 by default.</summary>
    [Range(1, 20)]
    public int MaxCalls { get; set; } = 4;

    /// <summary>Gets or sets how often the model may ask for tools before it has to answer; each time is a further request to it. 3 by default.</summary>
    [Range(1, 10)]
    public int MaxRounds { get; set; } = 3;

    /// <summary>Gets or sets how long one call may take. 5 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets how many characters of a result are read. 8,000 by default.</summary>
    [Range(200, 50_000)]
    public int MaxCharacters { get; set; } = 8_000;
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class ToolOptionsValidator() : AnnotatedOptionsValidator<ToolOptions>(ToolOptions.SectionName);
