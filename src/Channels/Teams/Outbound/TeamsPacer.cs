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
internal sealed class TeamsPacer(IPaceKeeper paces, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    // What a tenant is counted by is one second long.
    private static readonly TimeSpan LongestTenantPause = TimeSpan.FromSeconds(1);

    private static readonly Pace ThreadSeconds = new(3, TimeSpan.FromMilliseconds(550));
    private static readonly Pace ThreadHour = new(300, TimeSpan.FromMilliseconds(2_420));
    private static readonly Pace TenantSecond = new(1, TimeSpan.FromMilliseconds(40));

    /// <summary>Waits for the request's turn.</summary>
    /// <exception cref="TeamsApiException">The turn is further away than a worker should wait.</exception>
    public async Task WaitAsync(TeamsOperation operation, TeamsAddress address, CancellationToken cancellationToken)
    {
        var turn = await paces.TakeAsync(MaxWait, KeysOf(operation, address), cancellationToken);
        if (!turn.IsTaken)
        {
            throw new TeamsApiException(operation, null, TeamsErrors.Paced, DeliveryFailure.Transient, turn.Wait);
        }

        if (turn.Wait > TimeSpan.Zero)
        {
            await Task.Delay(turn.Wait, time, cancellationToken);
        }
    }

    /// <summary>Takes a turn only when it is now.</summary>
    public async Task<bool> TryTakeNowAsync(TeamsOperation operation, TeamsAddress address, CancellationToken cancellationToken)
        => (await paces.TakeAsync(TimeSpan.Zero, KeysOf(operation, address), cancellationToken)).IsTaken;

    /// <summary>Stops a conversation for a time, and its tenant for a moment: Teams does not say which of them asked too much.</summary>
    public async Task BlockAsync(TeamsOperation operation, TeamsAddress address, TimeSpan retryAfter, bool isRateLimit, CancellationToken cancellationToken)
    {
        await paces.BlockAsync(Short(operation, address), retryAfter, cancellationToken);
        if (isRateLimit)
        {
            await paces.BlockAsync(Tenant(address), retryAfter < LongestTenantPause ? retryAfter : LongestTenantPause, cancellationToken);
        }
    }

    private static PaceKey[] KeysOf(TeamsOperation operation, TeamsAddress address) => [Short(operation, address), Long(operation, address), Tenant(address)];

    private static PaceKey Short(TeamsOperation operation, TeamsAddress address) => new("teams|s" + Lane(operation, address), ThreadSeconds);

    private static PaceKey Long(TeamsOperation operation, TeamsAddress address) => new("teams|h" + Lane(operation, address), ThreadHour);

    private static string Lane(TeamsOperation operation, TeamsAddress address)
        => $"{(operation == TeamsOperation.Members ? "m" : string.Empty)}|{address.Tenant}|{address.Conversation}";

    private static PaceKey Tenant(TeamsAddress address) => new($"teams|t|{address.Tenant}", TenantSecond);
}
