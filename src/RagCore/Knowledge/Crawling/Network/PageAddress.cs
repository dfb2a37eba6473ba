using System.Net;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Network;

/// <summary>Reads and checks addresses of pages.</summary>
internal static class PageAddress
{
    public const int MaxLength = 2_000;

    private const int HttpsPort = 443;

    /// <summary>Returns what is wrong with an address, as the end of a sentence; null when a page may be read from it.</summary>
    public static string? FaultOf(Uri url) =>
        !url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps ? "is not an https address"
        : url.UserInfo.Length > 0 || HasUser(url) ? "names a user"
        : url.Port != HttpsPort ? "has a port other than 443"
        : HostOf(url) is not { Length: > 0 } || url.AbsoluteUri.Length > MaxLength ? "has no host, or is too long"
        : null;

    /// <summary>Reads what a site wrote; null when it is no address, or longer than one may be.</summary>
    public static Uri? Read(string? text)
        => text is { Length: > 0 and <= MaxLength } && Uri.TryCreate(text, UriKind.Absolute, out var url) && HostOf(url) is not null ? url : null;

    /// <summary>Returns the address a host is, when it is one and not a name.</summary>
    public static IPAddress? Literal(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    /// <summary>Returns the form in which two addresses of one page are the same: without the fragment.</summary>
    public static Uri Normalize(Uri url) => url.Fragment.Length == 0 ? url : new Uri(url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));

    /// <summary>Returns an address for logs: without a user and without the query, which may hold a key.</summary>
    public static string Shown(Uri url) => url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "not an address";

    /// <summary>The system's parser finds some hosts to be none only when it is asked for them.</summary>
    private static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>An empty user is none for the system's parser; it is only ever written to mislead.</summary>
    private static bool HasUser(Uri url)
    {
        var start = url.OriginalString.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = url.OriginalString.AsSpan(start).IndexOfAny('/', '?', '#');
        return (end < 0 ? url.OriginalString.AsSpan(start) : url.OriginalString.AsSpan(start, end)).Contains('@');
    }
}
