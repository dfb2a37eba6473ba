using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack;

/// <summary>Stops the start when the channel is on and a secret is missing or was never filled in (S-04, L-24). Names the key and the mend, never the value.</summary>
internal sealed class SlackOptionsValidation : IValidateOptions<SlackOptions>
{
    private const int MinSigningSecretLength = 16;
    private const int MinTokenLength = 8;

    private static readonly string[] PlaceholderMarks = ["changeme", "change-me", "change_me", "your-", "your_", "xxx", "<", ">", "placeholder", "todo", "...", "…"];

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
        => SecretFault("SigningSecret", options.SigningSecret, "copy \"Signing Secret\" from the app's Basic Information page, or set Channels:Slack:Enabled to false");

    private static string? PreviousSecretFault(SlackOptions options)
        => options.PreviousSigningSecret is null
            ? null
            : SecretFault("PreviousSigningSecret", options.PreviousSigningSecret, "give the secret that was valid before the rotation, or remove the key");

    private static string? SecretFault(string key, string? value, string mend)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return $"Channels:Slack:{key} is {(value is null ? "missing" : "empty")}: {mend}.";
        }

        return LooksLikePlaceholder(value) || value.Length < MinSigningSecretLength || value.Any(char.IsWhiteSpace)
            ? $"Channels:Slack:{key} is {Kind(value)}: {mend}."
            : null;
    }

    private static string? BotTokenFault(SlackOptions options)
    {
        const string Mend = "copy \"Bot User OAuth Token\" (xoxb-…) from the app's OAuth & Permissions page, or set Channels:Slack:Enabled to false";
        var token = options.BotToken;
        if (string.IsNullOrWhiteSpace(token))
        {
            return $"Channels:Slack:BotToken is {(token is null ? "missing" : "empty")}: {Mend}.";
        }

        if (!token.StartsWith("xoxb-", StringComparison.Ordinal) && !token.StartsWith("xoxe.xoxb-", StringComparison.Ordinal))
        {
            return $"Channels:Slack:BotToken is not a bot token: {Mend}.";
        }

        return LooksLikePlaceholder(token) || token.Length < MinTokenLength || token.Any(character => !char.IsAscii(character) || character <= ' ')
            ? $"Channels:Slack:BotToken is {Kind(token)}: {Mend}."
            : null;
    }

    private static string? AddressFault(SlackOptions options)
        => options.ApiBaseUrl is { IsAbsoluteUri: true } url && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? null
            : $"Channels:Slack:ApiBaseUrl ({options.ApiBaseUrl}) is not an https address: remove the key to use Slack's own; http is taken for loopback addresses only.";

    private static string? HostFault(SlackOptions options)
        => options.AllowedResponseHosts.FirstOrDefault(host => !IsHost(host)) is { } wrong
            ? $"Channels:Slack:AllowedResponseHosts ({wrong}) is not a host name with an optional port, such as hooks.slack.com: no scheme, no path, no wildcard."
            : null;

    private static bool IsHost(string host)
        => Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var url) && url.AbsolutePath == "/" && url.UserInfo.Length == 0 && url.Query.Length == 0
            && !host.EndsWith('/') && !host.Contains('*', StringComparison.Ordinal);

    private static string? TenantFault(SlackOptions options)
        => string.IsNullOrWhiteSpace(options.Tenant) ? "Channels:Slack:Tenant is empty: name the organisation, or remove the key to use \"default\"." : null;

    private static string? TeamFault(SlackOptions options)
        => options.TeamId is { } team && !SlackId.IsValid(team)
            ? $"Channels:Slack:TeamId ({team}) is not a workspace id: it starts with T; remove the key to have it asked from Slack."
            : null;

    private static bool LooksLikePlaceholder(string value)
        => PlaceholderMarks.Any(mark => value.Contains(mark, StringComparison.OrdinalIgnoreCase)) || value.Distinct().Count() < 4;

    private static string Kind(string value)
        => LooksLikePlaceholder(value) ? $"a placeholder ({value.Length} characters)" : $"too short or broken ({value.Length} characters)";
}
