using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage;

namespace ChatOpsBot.Channels.Slack.Outbound;

/// <summary>
/// Keeps calls under Slack's limits: per workspace and method (S-50), one message a second per Slack channel (S-52), and nothing for
/// a workspace and method that was told to wait (S-51).
/// </summary>
internal sealed class SlackPacer(IPaceKeeper paces, TimeProvider time)
{
    // A fifth of a minute's grant may go out at once, the rest is spread, so that no minute ever holds more than the grant.
    private const int BurstShare = 5;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);
    private static readonly Pace ChannelPace = new(1, TimeSpan.FromSeconds(1));

    /// <summary>Waits for the call's turn.</summary>
    /// <exception cref="SlackApiException">The turn is further away than a worker should wait.</exception>
    public Task WaitAsync(SlackMethod method, string team, string? channel, CancellationToken cancellationToken)
        => WaitAsync(method, team, channel, MaxWait, cancellationToken);

    /// <summary>Takes the call's turn if it is now.</summary>
    /// <exception cref="SlackApiException">It is later.</exception>
    public Task TakeNowAsync(SlackMethod method, string team, string? channel, CancellationToken cancellationToken)
        => WaitAsync(method, team, channel, TimeSpan.Zero, cancellationToken);

    /// <summary>Stops a method for one workspace (S-51).</summary>
    public Task BlockAsync(SlackMethod method, string team, TimeSpan retryAfter, CancellationToken cancellationToken)
        => paces.BlockAsync(KeyOf(method, team), retryAfter, cancellationToken);

    private async Task WaitAsync(SlackMethod method, string team, string? channel, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        var turn = await paces.TakeAsync(maxWait, KeysOf(method, team, channel), cancellationToken);
        if (!turn.IsTaken)
        {
            throw new SlackApiException(method, SlackErrors.RateLimited, DeliveryFailure.Transient, turn.Wait);
        }

        if (turn.Wait > TimeSpan.Zero)
        {
            await Task.Delay(turn.Wait, time, cancellationToken);
        }
    }

    private static PaceKey[] KeysOf(SlackMethod method, string team, string? channel)
        => channel is null ? [KeyOf(method, team)] : [KeyOf(method, team), new PaceKey($"slack|{team}|{PacedAs(method).Name}|{channel}", ChannelPace)];

    // A stream that begins is a message more in its channel.
    private static SlackMethod PacedAs(SlackMethod method) => method == SlackMethod.StartStream ? SlackMethod.PostMessage : method;

    private static PaceKey KeyOf(SlackMethod method, string team)
    {
        var burst = Math.Max(1, method.PerMinute / BurstShare);
        return new PaceKey($"slack|{team}|{method.Name}", new Pace(burst, TimeSpan.FromMinutes(1) / (method.PerMinute - burst)));
    }
}
