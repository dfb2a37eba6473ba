using System.Net.WebSockets;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>
/// Holds the connections of Socket Mode. Slack ends each of them every few hours and says so before: then a new one is opened first and the old one goes on until that
/// is ready (S-86). One that is lost is opened again, later every time.
/// </summary>
internal sealed partial class SlackSocketService(
    SlackSocketAddress address, SlackSocketDispatcher dispatcher, SlackHealth health, Random random, TimeProvider time, IOptions<SlackOptions> options,
    ILogger<SlackSocketService> logger) : BackgroundService
{
    private const int MaxShortLives = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Who opens more connections than Slack allows has one of them ended for each; replicas would take them from each other without end.
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(10);

    // Slack closes the old one about ten seconds after its warning.
    private static readonly TimeSpan OldOnesPatience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value is { Enabled: true, Transport: SlackTransportKind.Socket })
        {
            health.SocketsWanted();
            await Task.WhenAll(Enumerable.Range(0, options.Value.SocketConnections).Select(_ => HoldAsync(stoppingToken)));
        }
    }

    private async Task HoldAsync(CancellationToken stoppingToken)
    {
        SlackSocket? current = null;
        var finishing = new List<Task>();
        var shortLives = 0;
        try
        {
            while (true)
            {
                var next = await OpenAsync(stoppingToken);
                var openedAt = time.GetTimestamp();
                if (current is not null)
                {
                    finishing.Add(current.FinishAsync(OldOnesPatience, stoppingToken));
                    finishing.RemoveAll(task => task.IsCompleted);
                }

                current = next;
                var reason = await current.Ending.WaitAsync(stoppingToken);
                SlackSocketClosed(reason);
                if (reason == "link_disabled")
                {
                    SlackSocketDisabled();
                    await Task.Delay(LongestPause, time, stoppingToken);
                }

                // The first may be chance.
                shortLives = time.GetElapsedTime(openedAt) < ShortLife ? Math.Min(shortLives + 1, MaxShortLives) : 0;
                if (shortLives > 1)
                {
                    await Task.Delay(PauseAfter(shortLives - 1, null), time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            if (current is not null)
            {
                finishing.Add(current.FinishAsync(TimeSpan.Zero, stoppingToken));
            }

            await Task.WhenAll(finishing);
        }
    }

    private async Task<SlackSocket> OpenAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; ; failures++)
        {
            TimeSpan? wait;
            try
            {
                var socket = await SlackSocket.OpenAsync(await address.AskAsync(stoppingToken), dispatcher, time, stoppingToken);
                health.SocketOpened();
                _ = CountClosedAsync(socket);
                SlackSocketOpened();
                return socket;
            }
            catch (SlackApiException fault)
            {
                SlackSocketFailed(fault.Error);
                wait = fault.RetryAfter;
            }
            catch (Exception fault) when (fault is WebSocketException or TimeoutException or HttpRequestException or IOException
                || (fault is OperationCanceledException && !stoppingToken.IsCancellationRequested))
            {
                SlackSocketFailed(fault.GetType().Name);
                wait = null;
            }

            await Task.Delay(PauseAfter(failures, wait), time, stoppingToken);
        }
    }

    // Replicas that lost their connections together do not come back together.
    private TimeSpan PauseAfter(int failures, TimeSpan? wait)
    {
        var grown = FirstPause * Math.Pow(2, Math.Min(failures, 10));
        var pause = (grown < LongestPause ? grown : LongestPause) * (0.5 + (random.NextDouble() / 2));
        return wait > pause ? wait.Value : pause;
    }

    private async Task CountClosedAsync(SlackSocket socket)
    {
        await socket.Closed;
        health.SocketClosed();
    }

    [LoggerMessage(LogEvents.SlackSocketOpened, LogLevel.Information, "A connection of Socket Mode is open")]
    private partial void SlackSocketOpened();

    [LoggerMessage(LogEvents.SlackSocketClosed, LogLevel.Information, "A connection of Socket Mode ends ({Reason}); a new one is opened")]
    private partial void SlackSocketClosed(string reason);

    [LoggerMessage(LogEvents.SlackSocketFailed, LogLevel.Warning, "A connection of Socket Mode could not be opened: {Error}")]
    private partial void SlackSocketFailed(string error);

    [LoggerMessage(LogEvents.SlackSocketDisabled, LogLevel.Error, "Socket Mode is switched off for the app: switch it on on the app's Socket Mode page, or set Channels:Slack:Transport to Http")]
    private partial void SlackSocketDisabled();
}
