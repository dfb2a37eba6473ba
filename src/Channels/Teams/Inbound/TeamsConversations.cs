using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Names conversations and threads as the core knows them (T-09, T-32).</summary>
internal sealed class TeamsConversations(IOptions<TeamsOptions> options)
{
    /// <summary>Gets the organisation the served Entra tenant stands for.</summary>
    public TenantId Tenant { get; } = new(options.Value.Tenant);

    /// <summary>Says whether this installation serves an Entra tenant.</summary>
    public bool Serves(string? tenant) => string.Equals(tenant, options.Value.TenantId, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns where an activity happened: in a channel the thread, elsewhere the chat. Null when the activity does not say.</summary>
    public ConversationKey? Of(TeamsActivity activity)
        => activity is { Tenant: { } tenant, Conversation: { } conversation, Room: { } room }
            ? new ConversationKey(Tenant, ChannelKind.Teams, Name(tenant, room), Name(tenant, activity.IsChannel ? Thread(activity, conversation, room) : room))
            : null;

    /// <summary>Returns the conversation id to answer under.</summary>
    public static string AnswerIn(TeamsActivity activity)
        => activity.IsChannel ? Thread(activity, activity.Conversation!, activity.Room!) : activity.Conversation!;

    /// <summary>Says whether a conversation of the core lies in the served tenant.</summary>
    public bool IsServed(ConversationKey conversation)
        => conversation.ConversationId.Split('/') is [var tenant, _] && Serves(tenant);

    private static string Name(string tenant, string id) => $"{tenant}/{id}";

    // A new post is the root of its own thread, whether or not Teams says so already.
    private static string Thread(TeamsActivity activity, string conversation, string room)
        => conversation != room || activity.Id is not { } id ? conversation : TeamsId.Thread(room, activity.ReplyTo ?? id);
}
