namespace ChatOpsBot.Channels.Teams;

/// <summary>
/// Teams' ids as they may enter keys, addresses and URLs: <c>19:…@thread.tacv2;messageid=1</c>, <c>a:1x…</c>, <c>29:…</c>, GUIDs. Bounded, printable,
/// and without the slash that separates the parts of our own ids (L-38).
/// </summary>
internal static class TeamsId
{
    // Ids of personal chats and people are about 120 characters; none that is documented is longer than 256.
    private const int MaxLength = 512;

    private const string ThreadMark = ";messageid=";

    /// <summary>Returns a conversation without the thread it may name (T-32).</summary>
    public static string RoomOf(string conversation)
        => conversation.IndexOf(ThreadMark, StringComparison.Ordinal) is > 0 and var at ? conversation[..at] : conversation;

    /// <summary>Returns a thread of a channel.</summary>
    public static string Thread(string room, string rootMessage) => room + ThreadMark + rootMessage;

    public static bool IsValid(string? id)
    {
        if (id is null || id.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var character in id)
        {
            if (character is <= ' ' or > '~' or '/' or '\\' or '|' or '"' or '<' or '>' or '?' or '#' or '%')
            {
                return false;
            }
        }

        return id is not ("." or "..");
    }
}
