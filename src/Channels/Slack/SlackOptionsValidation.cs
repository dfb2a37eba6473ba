using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Stops the start when the channel is on and a secret is missing or was never filled in (S-04, L-24). Names the key and the mend, never the value.</summary>
internal sealed class SlackOptionsValidation : IValidateOptions<SlackOptions>
{
    private const int MinSigningSecretLength = 16;
    private const int MinTokenLength = 8;

    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        string?[] faults = [SigningSecretFault(options), PreviousSecretFault(options), BotTokenFault(options), AddressFault(options), HostFault(options), TenantFault(options), TeamFault(options)];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? SigningSecretFault(SlackOptions options)
        => SecretFaults.Find(
            "Channels:Slack:SigningSecret", options.SigningSecret, MinSigningSecretLength,
            "copy \"Signing Secret\" from the app's Basic Information page, or set Channels:Slack:Enabled to false");

    private static string? PreviousSecretFault(SlackOptions options)
        => options.PreviousSigningSecret is null
            ? null
            : SecretFaults.Find(
                "Channels:Slack:PreviousSigningSecret", options.PreviousSigningSecret, MinSigningSecretLength,
                "give the secret that was valid before the rotation, or remove the key");

    private static string? BotTokenFault(SlackOptions options)
    {
        const string Mend = "copy \"Bot User OAuth Token\" (xoxb-…) from the app's OAuth & Permissions page, or set Channels:Slack:Enabled to false";
        var token = options.BotToken;
        if (!string.IsNullOrWhiteSpace(token) && !token.StartsWith("xoxb-", StringComparison.Ordinal) && !token.StartsWith("xoxe.xoxb-", StringComparison.Ordinal))
        {
            return $"Channels:Slack:BotToken is not a bot token: {Mend}.";
        }

        return SecretFaults.Find("Channels:Slack:BotToken", token, MinTokenLength, Mend);
    }

    private static string? AddressFault(SlackOptions options)
        => AddressRules.IsHttpsOrLocal(options.ApiBaseUrl)
            ? null
            : $"Channels:Slack:ApiBaseUrl ({options.ApiBaseUrl}) is not an https address: remove the key to use Slack's own; http is taken for loopback addresses only.";

    private static string? HostFault(SlackOptions options)
        => options.AllowedResponseHosts.FirstOrDefault(host => !AddressRules.IsHost(host)) is { } wrong
            ? $"Channels:Slack:AllowedResponseHosts ({wrong}) is not a host name with an optional port, such as hooks.slack.com: no scheme, no path, no wildcard."
            : null;

    private static string? TenantFault(SlackOptions options)
        => string.IsNullOrWhiteSpace(options.Tenant) ? "Channels:Slack:Tenant is empty: name the organisation, or remove the key to use \"default\"." : null;

    private static string? TeamFault(SlackOptions options)
        => options.TeamId is { } team && !SlackId.IsValid(team)
            ? $"Channels:Slack:TeamId ({team}) is not a workspace id: it starts with T; remove the key to have it asked from Slack."
            : null;
}
