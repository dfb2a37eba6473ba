using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>How passages are put in order once more, where <c>Models:Rerank:Provider</c> says by whom.</summary>
public sealed class RerankingOptions
{
    public const string SectionName = "Answering:Reranking";

    /// <summary>Gets or sets how many passages are put in order; the best <c>Answering:PassageCount</c> are kept. 24 by default.</summary>
    [Range(2, 100)]
    public int Candidates { get; set; } = 24;

    /// <summary>Gets or sets how long a question waits for the order, tries included. 3 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class RerankingOptionsValidator() : AnnotatedOptionsValidator<RerankingOptions>(RerankingOptions.SectionName);
