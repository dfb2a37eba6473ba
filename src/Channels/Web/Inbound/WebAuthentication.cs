using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>
/// Finds out who calls, from headers and the connection alone. With keys configured only a key counts; without, a developer on this
/// machine is served in the Development environment and nobody else anywhere.
/// </summary>
internal sealed class WebAuthentication(ApiKeyRing keys, IHostEnvironment environment, IOptions<WebChannelOptions> options)
{
    private const string Scheme = "Bearer ";

    // A reverse proxy on this machine makes everybody look local; what it adds gives it away.
    private static readonly string[] ForwardingHeaders =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP", "X-Original-Host", "Via"];

    public WebCredential? Identify(HttpContext context)
        => keys.IsEmpty
            ? environment.IsDevelopment() && IsLocal(context) ? WebCredential.Local : null
            : keys.Find(BearerToken(context.Request.Headers.Authorization));

    private static string? BearerToken(StringValues header)
        => header.Count == 1 && header[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? value[Scheme.Length..].Trim()
            : null;

    private bool IsLocal(HttpContext context)
        => context.Connection.RemoteIpAddress is { } address
            && IPAddress.IsLoopback(address)
            && !ForwardingHeaders.Any(context.Request.Headers.ContainsKey)
            && IsLoopbackHost(context.Request.Host.Host)
            && IsTrustedOrigin(context.Request.Headers.Origin);

    // A name of an attacker's that resolves to 127.0.0.1 arrives with that name as Host (DNS rebinding).
    private static bool IsLoopbackHost(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private bool IsTrustedOrigin(StringValues origin)
        => origin.Count == 0
            || options.Value.AllowedOrigins.Contains(origin.ToString(), StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri) && IsLoopbackHost(uri.Host));
}
