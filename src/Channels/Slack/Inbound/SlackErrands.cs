using System.Threading.Channels;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.RagCore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Fills windows and homes behind the request that asked for them, a few at a time. An errand that is lost is asked for again by the next click.</summary>
internal sealed partial class SlackErrands(TimeProvider time, ILogger<SlackErrands> logger) : BackgroundService
{
    private const int Capacity = 500;
    private const int Runners = 4;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Channel<Func<CancellationToken, Task>> _waiting = Channel.CreateBounded<Func<CancellationToken, Task>>(Capacity);

    /// <summary>Takes an errand, unless too many wait already.</summary>
    public bool TryTake(Func<CancellationToken, Task> errand) => _waiting.Writer.TryWrite(errand);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Runners).Select(_ => RunAsync(stoppingToken)));

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        await foreach (var errand in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            using var limit = new CancellationTokenSource(Limit, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
            try
            {
                await errand(both.Token);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                SlackErrandFailed(fault is SlackApiException api ? api.Error : fault.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogEvents.SlackErrandFailed, LogLevel.Information, "A window or home in Slack was not shown: {Fault}")]
    private partial void SlackErrandFailed(string fault);
}
