using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Outbound.Files;

/// <summary>Which addresses files are fetched from (T-35): the activity names them, and an activity may be made up.</summary>
internal sealed class TeamsFileHosts(IOptions<TeamsOptions> options)
{
    private const int MaxLength = 4_000;

    // OneDrive and SharePoint, the national clouds too.
    private static readonly string[] Defaults = [".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn"];

    private readonly string[] _given = [.. options.Value.AllowedFileHosts.Count > 0 ? options.Value.AllowedFileHosts : Defaults];

    /// <summary>Says whether a setting is a host with an optional port, or with a dot in front all hosts below one.</summary>
    public static bool IsHost(string? host) => AddressRules.IsHost(host?.StartsWith('.') is true ? $"a{host}" : host);

    /// <summary>Returns an address that a file may be fetched from, else null.</summary>
    public Uri? Allowed(string? address)
        => address is { Length: > 0 and <= MaxLength }
            && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !address.Contains('\\', StringComparison.Ordinal)
            && Uri.TryCreate(address, UriKind.Absolute, out var url)
            && AddressRules.IsHttpsOrLocal(url)
            && url.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4
            && Array.Exists(_given, host => IsBelow(url, host))
                ? url
                : null;

    // The parser writes hosts in lower case.
    private static bool IsBelow(Uri url, string host)
        => host.StartsWith('.')
            ? url is { IsDefaultPort: true, HostNameType: UriHostNameType.Dns } && url.Scheme == Uri.UriSchemeHttps && url.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
            : string.Equals(url.Authority, host, StringComparison.OrdinalIgnoreCase);
}
