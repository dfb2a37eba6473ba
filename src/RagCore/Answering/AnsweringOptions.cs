using System.ComponentModel.DataAnnotations;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>How much work one answer may cost, and how sure it must be.</summary>
public sealed class AnsweringOptions
{
    public const string SectionName = "Answering";

    /// <summary>Gets or sets how many characters of a question are read. 4,000 by default.</summary>
    [Range(200, 20_000)]
    public int MaxQuestionLength { get; set; } = 4_000;

    /// <summary>Gets or sets how many passages an answer is drawn from. 8 by default.</summary>
    [Range(1, 50)]
    public int PassageCount { get; set; } = 8;

    /// <summary>
    /// Gets or sets the share of the question's telling words, by weight, that the best sentence and its context must cover before
    /// anything is answered, the search's own score included. Absent by default: between 0.48 and 0.51, as measured on the documents with
    /// questions they are not about.
    /// </summary>
    [Range(0.0, 1.0)]
    public double? MinimumSupport { get; set; }

    /// <summary>Gets or sets the support from which an answer is called sure. 0.8 by default.</summary>
    [Range(0.0, 1.0)]
    public double HighSupport { get; set; } = 0.8;
}

/// <summary>Checks what the annotations say.</summary>
internal sealed class AnsweringOptionsValidator() : AnnotatedOptionsValidator<AnsweringOptions>(AnsweringOptions.SectionName);

/// <summary>Checks the settings that depend on each other.</summary>
internal sealed class AnsweringOptionsConsistency : IValidateOptions<AnsweringOptions>
{
    public ValidateOptionsResult Validate(string? name, AnsweringOptions options)
        => options.MinimumSupport is not { } least || least <= options.HighSupport
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(FormattableString.Invariant(
                $"Answering:MinimumSupport ({least}) is more than Answering:HighSupport ({options.HighSupport}): lower the first or raise the second."));
}
