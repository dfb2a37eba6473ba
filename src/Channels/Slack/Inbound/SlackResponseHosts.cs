using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Which addresses a <c>response_url</c> may have, so that a forged request cannot make the bot call something else (S-42).</summary>
internal sealed class SlackResponseHosts(IOptions<SlackOptions> options)
{
    private const int MaxLength = 1_000;

    private static readonly string[] Defaults = ["hooks.slack.com", "hooks.slack-gov.com"];

    private readonly HashSet<string> _allowed = [.. Given(options.Value).Select(host => Authority($"https://{host}/")!)];
    private readonly HashSet<string> _allowedPlain = [.. Given(options.Value).Select(host => Authority($"http://{host}/")!)];

    public bool Allows(string? address)
        => address is { Length: > 0 and <= MaxLength }
            && Uri.TryCreate(address, UriKind.Absolute, out var url)
            && url.UserInfo.Length == 0
            && ((url.Scheme == Uri.UriSchemeHttps && _allowed.Contains(Key(url))) || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && _allowedPlain.Contains(Key(url))));

    private static IEnumerable<string> Given(SlackOptions options) => options.AllowedResponseHosts.Count > 0 ? options.AllowedResponseHosts : Defaults;

    private static string? Authority(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) ? Key(url) : null;

    private static string Key(Uri url) => $"{url.IdnHost}:{url.Port}";
}
