using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Checks options by their annotations. Each fault is one line with the full key, the value and the mend.</summary>
/// <param name="section">The section the options are bound to.</param>
public abstract class AnnotatedOptionsValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        string[] faults = [.. AnnotationFaults.Of(options, section)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
