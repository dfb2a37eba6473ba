using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Turns.HandOver;

/// <summary>Checks what the annotations say, and that every person is one a platform can know.</summary>
internal sealed class HandOverOptionsValidator() : AnnotatedOptionsValidator<HandOverOptions>(HandOverOptions.SectionName), IValidateOptions<HandOverOptions>
{
    private const int MaxNameLength = 80;

    ValidateOptionsResult IValidateOptions<HandOverOptions>.Validate(string? name, HandOverOptions options)
    {
        string[] faults = [.. Validate(name, options).Failures ?? [], .. SlackFaults(options.Slack), .. TeamsFaults(options.Teams)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> SlackFaults(HandOverOptions.SlackPeople slack)
    {
        if (slack.Mentions.Count > HandOverOptions.MaxMentions)
        {
            yield return $"HandOver:Slack:Mentions names {slack.Mentions.Count} people; at most {HandOverOptions.MaxMentions} are told. Name a user group (S…) instead.";
        }

        for (var i = 0; i < slack.Mentions.Count; i++)
        {
            if (!IsSlackId(slack.Mentions[i]))
            {
                yield return $"HandOver:Slack:Mentions:{i} is no id of a person (U…, W…) or user group (S…); copy it from the profile in Slack.";
            }
        }
    }

    private static IEnumerable<string> TeamsFaults(HandOverOptions.TeamsPeople teams)
    {
        if (teams.Mentions.Count > HandOverOptions.MaxMentions)
        {
            yield return $"HandOver:Teams:Mentions names {teams.Mentions.Count} people; at most {HandOverOptions.MaxMentions} are told.";
        }

        for (var i = 0; i < teams.Mentions.Count; i++)
        {
            if (!Guid.TryParseExact(teams.Mentions[i].Id, "D", out _))
            {
                yield return $"HandOver:Teams:Mentions:{i}:Id is no object id of Microsoft Entra; copy it from the person's page there.";
            }

            if (string.IsNullOrWhiteSpace(teams.Mentions[i].Name) || teams.Mentions[i].Name.Length > MaxNameLength || teams.Mentions[i].Name.AsSpan().ContainsAny('<', '>', '\n'))
            {
                yield return $"HandOver:Teams:Mentions:{i}:Name must be a name of 1 to {MaxNameLength} characters without < and >.";
            }
        }
    }

    private static bool IsSlackId(string id)
        => id is { Length: >= 3 and <= 21 } && (id[0] is 'U' or 'W' or 'S') && id.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter));
}
