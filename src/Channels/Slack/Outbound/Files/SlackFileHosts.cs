using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound.Files;

/// <summary>Which addresses files are fetched from: the bot's token goes there (S-73).</summary>
internal sealed class SlackFileHosts(IOptions<SlackOptions> options)
{
    private const int MaxLength = 2_000;

    private static readonly string[] Defaults = ["files.slack.com", "files.slack-gov.com"];

    private readonly HashSet<string> _allowed = Authorities(options.Value, Uri.UriSchemeHttps);
    private readonly HashSet<string> _allowedPlain = Authorities(options.Value, Uri.UriSchemeHttp);

    /// <summary>Returns an address that the token may go to, else null.</summary>
    public Uri? Allowed(string? address)
        => address is { Length: > 0 and <= MaxLength }
            && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !address.Contains('\\', StringComparison.Ordinal)
            && Uri.TryCreate(address, UriKind.Absolute, out var url)
            && AddressRules.IsHttpsOrLocal(url)
            && (url.Scheme == Uri.UriSchemeHttps ? _allowed : _allowedPlain).Contains(url.Authority.ToLowerInvariant())
                ? url
                : null;

    private static HashSet<string> Authorities(SlackOptions options, string scheme)
        => [.. (options.AllowedFileHosts.Count > 0 ? options.AllowedFileHosts : Defaults).Where(AddressRules.IsHost).Select(host => new Uri($"{scheme}://{host}/").Authority)];
}
