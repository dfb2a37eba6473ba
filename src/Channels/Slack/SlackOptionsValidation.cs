using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Stops the start when the channel is on and a secret is missing or was never filled in (S-04, L-24). Names the key and the mend, never the value.</summary>
internal sealed class SlackOptionsValidation(IOptions<EncryptionOptions> encryption) : IValidateOptions<SlackOptions>
{
    private const int MinSigningSecretLength = 16;
    private const int MinTokenLength = 8;
    private const int MaxSocketConnections = 10;
    private const int MaxPrompts = 4;

    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        string?[] faults =
        [
            SigningSecretFault(options), PreviousSecretFault(options), BotTokenFault(options), ClientFault(options), KeyFault(options), AddressFault(options),
            AuthorizeFault(options), RedirectFault(options),
            HostFault(nameof(options.AllowedResponseHosts), options.AllowedResponseHosts, "hooks.slack.com"),
            HostFault(nameof(options.AllowedFileHosts), options.AllowedFileHosts, "files.slack.com"),
            TenantFault(options), TeamFault(options), WorkspaceFault(options), AppTokenFault(options), ConnectionsFault(options), TransportFault(options), PromptFault(options),
        ];
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? SigningSecretFault(SlackOptions options)
        => options.Transport is SlackTransportKind.Socket && options.SigningSecret is null ? null : SecretFaults.Find(
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
        if (options.IsInstalledByOAuth)
        {
            return null;
        }

        const string Mend = "copy \"Bot User OAuth Token\" (xoxb-…) from the app's OAuth & Permissions page, or set Channels:Slack:Enabled to false";
        var token = options.BotToken;
        if (!string.IsNullOrWhiteSpace(token) && !token.StartsWith("xoxb-", StringComparison.Ordinal) && !token.StartsWith("xoxe.xoxb-", StringComparison.Ordinal))
        {
            return $"Channels:Slack:BotToken is not a bot token: {Mend}.";
        }

        return SecretFaults.Find("Channels:Slack:BotToken", token, MinTokenLength, Mend);
    }

    private static string? ClientFault(SlackOptions options)
        => options.IsInstalledByOAuth
            ? SecretFaults.Find(
                "Channels:Slack:ClientSecret", options.ClientSecret, MinTokenLength,
                "copy \"Client Secret\" from the app's Basic Information page, or set Channels:Slack:BotToken to serve one workspace")
            : null;

    private string? KeyFault(SlackOptions options)
        => options.IsInstalledByOAuth && encryption.Value.EncryptionKeys.Count == 0
            ? "Storage:EncryptionKeys:0 is missing: workspaces install the app, and their tokens are stored encrypted. Make a key with \"key encryption\"."
            : null;

    private static string? AuthorizeFault(SlackOptions options)
        => AddressRules.IsHttpsOrLocal(options.AuthorizeUrl)
            ? null
            : $"Channels:Slack:AuthorizeUrl ({options.AuthorizeUrl}) is not an https address: remove the key to use Slack's own; http is taken for loopback addresses only.";

    private static string? RedirectFault(SlackOptions options)
        => options.RedirectUrl is not { } redirect || AddressRules.IsHttpsOrLocal(redirect)
            ? null
            : $"Channels:Slack:RedirectUrl ({redirect}) is not an https address: give https://your-host/slack/oauth/callback, or remove the key to use the app's first one.";

    private static string? WorkspaceFault(SlackOptions options)
        => options.Workspaces.Where(workspace => !SlackId.IsValid(workspace.Key) || string.IsNullOrWhiteSpace(workspace.Value)).Select(workspace => workspace.Key).FirstOrDefault() is { } wrong
            ? $"Channels:Slack:Workspaces:{wrong} must be the id of a workspace (T…) or an enterprise (E…) with the name of its organisation."
            : null;

    private static string? AppTokenFault(SlackOptions options)
    {
        const string Mend = "make an app-level token (xapp-…) with the scope connections:write on the app's Basic Information page, or set Channels:Slack:Transport to Http";
        if (options.Transport is not SlackTransportKind.Socket)
        {
            return null;
        }

        return !string.IsNullOrWhiteSpace(options.AppToken) && !options.AppToken.StartsWith("xapp-", StringComparison.Ordinal)
            ? $"Channels:Slack:AppToken is not an app-level token: {Mend}."
            : SecretFaults.Find("Channels:Slack:AppToken", options.AppToken, MinTokenLength, Mend);
    }

    private static string? ConnectionsFault(SlackOptions options)
        => options.SocketConnections is >= 1 and <= MaxSocketConnections
            ? null
            : $"Channels:Slack:SocketConnections ({options.SocketConnections}) must be 1 to {MaxSocketConnections}, which is what Slack allows.";

    private static string? TransportFault(SlackOptions options)
        => Enum.IsDefined(options.Transport) ? null : $"Channels:Slack:Transport ({options.Transport}) must be Http or Socket.";

    private static string? AddressFault(SlackOptions options)
        => AddressRules.IsHttpsOrLocal(options.ApiBaseUrl)
            ? null
            : $"Channels:Slack:ApiBaseUrl ({options.ApiBaseUrl}) is not an https address: remove the key to use Slack's own; http is taken for loopback addresses only.";

    private static string? HostFault(string key, IEnumerable<string> hosts, string example)
        => hosts.FirstOrDefault(host => !AddressRules.IsHost(host)) is { } wrong
            ? $"Channels:Slack:{key} ({wrong}) is not a host name with an optional port, such as {example}: no scheme, no path, no wildcard."
            : null;

    private static string? TenantFault(SlackOptions options)
        => string.IsNullOrWhiteSpace(options.Tenant) ? "Channels:Slack:Tenant is empty: name the organisation, or remove the key to use \"default\"." : null;

    private static string? PromptFault(SlackOptions options)
        => options.SuggestedPrompts.Count > MaxPrompts || options.SuggestedPrompts.Any(string.IsNullOrWhiteSpace)
            ? $"Channels:Slack:SuggestedPrompts has {options.SuggestedPrompts.Count} entries, or an empty one: Slack shows at most {MaxPrompts}; remove the rest."
            : null;

    private static string? TeamFault(SlackOptions options)
        => options.TeamId is { } team && !SlackId.IsValid(team)
            ? $"Channels:Slack:TeamId ({team}) is not a workspace id: it starts with T; remove the key to have it asked from Slack."
            : null;
}
