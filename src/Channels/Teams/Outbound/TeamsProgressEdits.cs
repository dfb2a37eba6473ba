using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Shows in a placeholder how far a turn is, where Teams does not stream: rarely, and never so that the answer has to wait for it (T-17).</summary>
internal sealed class TeamsProgressEdits(TeamsConnectorClient client, TimeProvider time)
{
    private const int MaxTurns = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly RecentKeys _late = new(MaxTurns);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _shown = new(StringComparer.Ordinal);

    /// <summary>Shows a message in the placeholder's place, three seconds after what was shown last.</summary>
    /// <param name="turnId">The turn.</param>
    /// <param name="address">Where.</param>
    /// <param name="placeholder">The placeholder.</param>
    /// <param name="message">What to show; null: it is shown already.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ShowAsync(string turnId, TeamsAddress address, string placeholder, JsonObject? message, CancellationToken cancellationToken)
    {
        var next = Next(turnId);
        if (message is null)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (now < next)
        {
            await Task.Delay(next - now, time, cancellationToken);
        }

        if (!await client.TryUpdateAsync(address, placeholder, TeamsActivities.Addressed(message, address, placeholder), cancellationToken))
        {
            _late.Add(Key(address, placeholder));
        }

        Remember(turnId);
    }

    /// <summary>Says whether a change of a placeholder is still on its way and may take the place of what is said there later.</summary>
    public bool MayStillCome(TeamsAddress address, string placeholder) => _late.Contains(Key(address, placeholder));

    private static string Key(TeamsAddress address, string placeholder) => $"{address.Tenant} {address.Conversation} {placeholder}";

    // The first report of a turn comes with its placeholder.
    private DateTimeOffset Next(string turnId)
    {
        lock (_gate)
        {
            if (_shown.TryGetValue(turnId, out var last))
            {
                return last + Interval;
            }
        }

        return Remember(turnId) + Interval;
    }

    private DateTimeOffset Remember(string turnId)
    {
        lock (_gate)
        {
            if (_shown.Count >= MaxTurns)
            {
                _shown.Clear();
            }

            return _shown[turnId] = time.GetUtcNow();
        }
    }
}
