using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Caching;

/// <summary>How long and how freely answers of models are used again.</summary>
public sealed class AnswerCacheOptions
{
    public const string SectionName = "Answering:Cache";

    /// <summary>Gets or sets a value indicating whether they are. True by default.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets how long one is kept. One hour by default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many are kept in this process. 2,000 by default.</summary>
    [Range(1, 1_000_000)]
    public int MaxAnswers { get; set; } = 2_000;

    /// <summary>
    /// Gets or sets how close in meaning another question must be to be answered alike, as a cosine; it must say the same besides, but
    /// for inflection and synonyms, and find the same sources. 0.95 by default; needs an embedding model; 1 turns it off.
    /// </summary>
    [Range(0.9, 1.0)]
    public double MinimumSimilarity { get; set; } = 0.95;
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class AnswerCacheOptionsValidator() : AnnotatedOptionsValidator<AnswerCacheOptions>(AnswerCacheOptions.SectionName);
