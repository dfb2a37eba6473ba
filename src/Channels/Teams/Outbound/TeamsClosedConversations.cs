namespace ChatOpsBot.Channels.Teams.Outbound;

/// <summary>
/// Conversations people closed to the bot: nothing is sent there until something comes from there (T-16). Kept in memory; after a restart
/// the first call finds out again.
/// </summary>
internal sealed class TeamsClosedConversations
{
    private const int MaxConversations = 10_000;

    private readonly RecentKeys _closed = new(MaxConversations);

    /// <summary>Closes a conversation; false when it was closed already.</summary>
    public bool Close(string tenant, string conversation) => _closed.Add(Key(tenant, conversation));

    public void Reopen(string tenant, string conversation) => _closed.Remove(Key(tenant, conversation));

    public bool IsClosed(string tenant, string conversation) => _closed.Contains(Key(tenant, conversation));

    private static string Key(string tenant, string conversation) => $"{tenant}|{TeamsId.RoomOf(conversation)}";
}
