using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Usage;

/// <summary>How people stand in the ledger of usage.</summary>
public sealed class PersonKeyOptions
{
    public const string SectionName = "Usage";

    /// <summary>
    /// Gets or sets what people's ids are hashed with in the ledger of usage; the same for every replica, at least 32 characters. None by default: who knows
    /// an id can find its usage then. Another value makes everybody somebody new.
    /// </summary>
    public string PersonSecret { get; set; } = string.Empty;
}

/// <summary>Refuses a secret that is none.</summary>
internal sealed class PersonKeyOptionsValidator : IValidateOptions<PersonKeyOptions>
{
    private const int MinLength = 32;

    public ValidateOptionsResult Validate(string? name, PersonKeyOptions options)
        => options.PersonSecret.Length > 0
            && SecretFaults.Find($"{PersonKeyOptions.SectionName}:{nameof(options.PersonSecret)}", options.PersonSecret, MinLength, "set 32 random characters or more, or leave it out") is { } fault
            ? ValidateOptionsResult.Fail(fault)
            : ValidateOptionsResult.Success;
}
