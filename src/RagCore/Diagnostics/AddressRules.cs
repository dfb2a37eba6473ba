namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>What addresses in settings may look like.</summary>
public static class AddressRules
{
    /// <summary>Says whether an address is https, or http on this machine, without a user.</summary>
    public static bool IsHttpsOrLocal(Uri? url)
        => url is { IsAbsoluteUri: true, UserInfo.Length: 0 } && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    /// <summary>Says whether a text is a host name with an optional port.</summary>
    public static bool IsHost(string? host)
        => Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var url) && url.AbsolutePath == "/" && url.UserInfo.Length == 0 && url.Query.Length == 0
            && !host!.EndsWith('/') && !host.Contains('*', StringComparison.Ordinal);
}
