using ChatOpsBot.Channels.Teams.Rendering;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Stops the start when Teams would not show the label (T-27).</summary>
internal sealed class TeamsSensitivityLabelValidation : IValidateOptions<TeamsSensitivityLabel>
{
    private const string Key = TeamsSensitivityLabel.SectionName;

    public ValidateOptionsResult Validate(string? name, TeamsSensitivityLabel options)
        => Fault(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;

    private static string? Fault(TeamsSensitivityLabel label)
        => label is { Name: null, Description: null } ? null
            : string.IsNullOrWhiteSpace(label.Name) ? $"{Key}:Name is {(label.Name is null ? "missing" : "empty")}: give the title people see, or remove the whole of {Key}."
            : TooLong(nameof(label.Name), label.Name, TeamsLimits.CitationName) ?? TooLong(nameof(label.Description), label.Description, TeamsLimits.CitationAbstract);

    private static string? TooLong(string part, string? text, int most)
        => text?.Length > most ? $"{Key}:{part} has {text.Length} characters: shorten it to {most}, which is what Teams shows." : null;
}
