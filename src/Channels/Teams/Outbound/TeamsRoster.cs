using System.Text.Json;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>Knows who reads along in a group chat, a meeting or a channel. Teams is asked once in a while, and again after people came or left.</summary>
internal sealed class TeamsRoster(TeamsConnectorClient client, TeamsVerdicts verdicts, TimeProvider time)
{
    // Of a larger room the first 2,000 people are judged: no organisation's largest channels fall silent for their size.
    private const int MaxPages = 10;
    private const int MaxPageToken = 4_096;

    private static readonly TimeSpan MaxReading = TimeSpan.FromSeconds(30);

    /// <summary>Says whether people of other organisations, guests or unknown people are in a room.</summary>
    /// <exception cref="TeamsApiException">The roster cannot be read.</exception>
    public async Task<bool> HasOutsidersAsync(TeamsAddress address, CancellationToken cancellationToken)
    {
        var room = TeamsId.RoomOf(address.Conversation);
        var known = verdicts.Find(address.Tenant, room, out var changes);
        if (known is { } verdict)
        {
            return verdict;
        }

        var members = new List<string>();
        var hasOutsiders = await ReadInTimeAsync(address, members, cancellationToken);
        verdicts.Add(address.Tenant, room, hasOutsiders, members, changes);
        return hasOutsiders;
    }

    /// <summary>Forgets a room after people came or left; without a room, all of the tenant's.</summary>
    public void Forget(string tenant, string? room) => verdicts.Forget(tenant, room);

    private async Task<bool> ReadInTimeAsync(TeamsAddress address, List<string> known, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MaxReading, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await ReadAsync(address, known, both.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TeamsApiException(TeamsOperation.Members, null, TeamsErrors.Timeout, DeliveryFailure.Transient);
        }
    }

    private async Task<bool> ReadAsync(TeamsAddress address, List<string> known, CancellationToken cancellationToken)
    {
        string? page = null;
        for (var i = 0; i < MaxPages; i++)
        {
            var answer = await client.MembersAsync(address, page, cancellationToken);
            if (AreOutsiders(answer.Member("members"u8), address.Tenant, isFirst: i == 0))
            {
                return true;
            }

            known.AddRange(answer.Member("members"u8).EnumerateArray().Select(member => member.Text("id"u8)).OfType<string>().Where(TeamsId.IsValid).Take(TeamsLimits.Viewers - known.Count));
            page = answer.Text("continuationToken"u8);
            if (string.IsNullOrEmpty(page))
            {
                return false;
            }

            if (page.Length > MaxPageToken)
            {
                throw Unreadable();
            }
        }

        return false;
    }

    // Whoever asked is in the room: a roster of nobody is no roster, and says nothing about who reads along.
    private static bool AreOutsiders(JsonElement members, string tenant, bool isFirst)
        => members.ValueKind is JsonValueKind.Array && (!isFirst || members.GetArrayLength() > 0)
            ? members.EnumerateArray().Any(member => IsOutsider(member, tenant))
            : throw Unreadable();

    // Test clients and some chats leave the tenant out.
    private static bool IsOutsider(JsonElement member, string tenant)
        => (member.Text("tenantId"u8) is { Length: > 0 } theirs && !string.Equals(theirs, tenant, StringComparison.OrdinalIgnoreCase))
            || member.Text("userRole"u8)?.ToUpperInvariant() is "GUEST" or "ANONYMOUS";

    private static TeamsApiException Unreadable()
        => new(TeamsOperation.Members, null, TeamsErrors.InvalidResponse, DeliveryFailure.Permanent);
}
