using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Keeps requests under Teams' limits (T-17): per thread 7 in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour, per tenant 30 in 1 s. Every request counts.
/// </summary>
/// <remarks>
/// Teams counts when requests arrive, so its window T is up to T + J here, where J is how much longer one request is under way than another. A pace of
/// b at once and one per i lets fewer than b + (T + J) / i arrive in it. For a thread 3 and 0.55 s leave J = 1.3 s: 3 + 3.3 / 0.55 = 9, so 8 in 2 s;
/// 3 + 2.3 / 0.55 &lt; 8, so 7 in 1 s; 3 + 31.3 / 0.55 &lt; 60 in 30 s. 300 and 2.42 s let 300 + 3,601.3 / 2.42 &lt; 1,789 go in an hour. For a tenant
/// 1 and 40 ms, 25 a second, leave J = 0.2 s: 1 + 1.2 / 0.04 = 31, so 30 in 1 s. A request that is later than that is told to wait, and waits.
/// Reading a roster is counted apart, twice as much: it has lanes of its own at the same pace, and shares the tenant's.
/// </remarks>
internal sealed class TeamsPacer(TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    // What a tenant is counted by is one second long.
    private static readonly TimeSpan LongestTenantPause = TimeSpan.FromSeconds(1);

    private static readonly Pace ThreadSeconds = new(3, TimeSpan.FromMilliseconds(550));
    private static readonly Pace ThreadHour = new(300, TimeSpan.FromMilliseconds(2_420));
    private static readonly Pace TenantSecond = new(1, TimeSpan.FromMilliseconds(40));

    private readonly PaceLanes _lanes = new(time);

    /// <summary>Waits for the request's turn.</summary>
    /// <exception cref="TeamsApiException">The turn is further away than a worker should wait.</exception>
    public async Task WaitAsync(TeamsOperation operation, TeamsAddress address, CancellationToken cancellationToken)
    {
        if (!TryTake(operation, address, MaxWait, out var wait))
        {
            throw new TeamsApiException(operation, null, TeamsErrors.Paced, DeliveryFailure.Transient, wait);
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Takes a turn only when it is now.</summary>
    public bool TryTakeNow(TeamsOperation operation, TeamsAddress address) => TryTake(operation, address, TimeSpan.Zero, out _);

    /// <summary>Stops a conversation for a time, and its tenant for a moment: Teams does not say which of them asked too much.</summary>
    public void Block(TeamsOperation operation, TeamsAddress address, TimeSpan retryAfter, bool isRateLimit)
    {
        _lanes.Block(Short(operation, address), retryAfter);
        if (isRateLimit)
        {
            _lanes.Block(Tenant(address), retryAfter < LongestTenantPause ? retryAfter : LongestTenantPause);
        }
    }

    private bool TryTake(TeamsOperation operation, TeamsAddress address, TimeSpan maxWait, out TimeSpan wait)
        => _lanes.TryTake(maxWait, out wait, Short(operation, address), Long(operation, address), Tenant(address));

    private static PaceKey Short(TeamsOperation operation, TeamsAddress address) => new("s" + Lane(operation, address), ThreadSeconds);

    private static PaceKey Long(TeamsOperation operation, TeamsAddress address) => new("h" + Lane(operation, address), ThreadHour);

    private static string Lane(TeamsOperation operation, TeamsAddress address)
        => $"{(operation == TeamsOperation.Members ? "m" : string.Empty)}|{address.Tenant}|{address.Conversation}";

    private static PaceKey Tenant(TeamsAddress address) => new($"t|{address.Tenant}", TenantSecond);
}
