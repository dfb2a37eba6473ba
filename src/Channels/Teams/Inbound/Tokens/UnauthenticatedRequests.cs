using System.Net;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Inbound.Tokens;

/// <summary>Lets test clients on this machine in without a token, when that was asked for in the Development environment; never anybody else (T-05).</summary>
internal sealed partial class UnauthenticatedRequests(
    IOptions<TeamsOptions> options, IHostEnvironment environment, TimeProvider time, ILogger<UnauthenticatedRequests> logger) : IHostedService
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset? _lastWarning;

    private bool IsOn => options.Value is { Enabled: true, DangerouslyAllowUnauthenticatedRequests: true } && environment.IsDevelopment();

    /// <summary>Says whether a request may pass without a token. One that brings an Authorization header never may: its token is checked.</summary>
    public bool Allows(HttpRequest request)
    {
        if (!IsOn || request.Headers.Authorization.Count > 0 || !IsFromHere(request))
        {
            return false;
        }

        Warn();
        return true;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (IsOn)
        {
            TeamsUnauthenticatedAllowed();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A tunnel on this machine brings the whole internet in from a loopback address, and says so in these headers or in the host.
    private static bool IsFromHere(HttpRequest request)
        => request.HttpContext.Connection.RemoteIpAddress is { } remote
            && IPAddress.IsLoopback(remote)
            && IsLocalName(request.Host.Host)
            && !request.Headers.ContainsKey("X-Forwarded-For")
            && !request.Headers.ContainsKey("Forwarded");

    private static bool IsLocalName(string host)
        => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private void Warn()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _lastWarning < BetweenWarnings)
            {
                return;
            }

            _lastWarning = now;
        }

        TeamsUnauthenticatedUsed();
    }

    [LoggerMessage(
        LogEvents.TeamsUnauthenticatedAllowed, LogLevel.Warning,
        "Channels:Teams:DangerouslyAllowUnauthenticatedRequests is on: programs on this machine may speak for anybody")]
    private partial void TeamsUnauthenticatedAllowed();

    [LoggerMessage(LogEvents.TeamsUnauthenticatedUsed, LogLevel.Warning, "A request from this machine was taken without a token")]
    private partial void TeamsUnauthenticatedUsed();
}
