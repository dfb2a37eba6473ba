using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams;

/// <summary>Which addresses a service URL may have, so that the bot's token goes to the Connector only (T-06).</summary>
internal sealed class ServiceHosts(IOptions<TeamsOptions> options)
{
    private const int MaxLength = 1_000;

    private static readonly string[] Defaults =
        ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com", "smba.infra.gov.teams.microsoft.us"];

    private readonly HashSet<string> _allowed = Authorities(options.Value, Uri.UriSchemeHttps);
    private readonly HashSet<string> _allowedPlain = Authorities(options.Value, Uri.UriSchemeHttp);
    private readonly bool _allowsThisMachine = options.Value.DangerouslyAllowUnauthenticatedRequests;

    public bool Allows(string? serviceUrl)
        => serviceUrl is { Length: > 0 and <= MaxLength }
            && !serviceUrl.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !serviceUrl.Contains('\\', StringComparison.Ordinal)
            && Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url)
            && AddressRules.IsHttpsOrLocal(url)
            && url.Query.Length == 0 && url.Fragment.Length == 0
            && IsListed(url);

    private bool IsListed(Uri url)
        => (_allowsThisMachine && url.IsLoopback) || (url.Scheme == Uri.UriSchemeHttps ? _allowed : _allowedPlain).Contains(Key(url));

    private static HashSet<string> Authorities(TeamsOptions options, string scheme)
        => [.. (options.AllowedServiceHosts.Count > 0 ? options.AllowedServiceHosts : Defaults)
            .Where(AddressRules.IsHost)
            .Select(host => Key(new Uri($"{scheme}://{host}/")))];

    // The parser writes hosts in lower case.
    private static string Key(Uri url) => $"{url.Host}:{url.Port}";
}
