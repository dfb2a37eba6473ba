using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Decides what an activity means to the bot and puts it into the words of the core. Asks nobody and stores nothing.</summary>
internal sealed class TeamsActivityMapper(TeamsConversations conversations, IIdGenerator ids, TimeProvider time)
{
    // A late answer is better than none.
    private static readonly TimeSpan AnswerWindow = TimeSpan.FromHours(24);

    // Nobody keeps a dialog open for longer.
    private static readonly TimeSpan DialogWindow = TimeSpan.FromMinutes(15);

    public TeamsMapping Map(TeamsActivity activity) => activity.Type switch
    {
        "message" => Message(activity),
        "messageUpdate" => Change(activity),
        "messageDelete" => Deletion(activity),
        "installationUpdate" => Installation(activity),
        "conversationUpdate" => Membership(activity),
        _ => new TeamsMapping.Ignored(TeamsResults.UnknownType),
    };

    /// <summary>
    /// Returns a question that was asked in a dialog, for everybody who reads the conversation its answer is put into; null when the activity lacks what
    /// a question needs. It is a thread of its own: what others say there is not its past, and it is not theirs.
    /// </summary>
    /// <param name="activity">The invoke.</param>
    /// <param name="dialog">What names the dialog; a client that repeats itself does so under one name.</param>
    /// <param name="text">The question.</param>
    public InboundMessage? Asked(TeamsActivity activity, string dialog, string text)
    {
        if (activity.Id is not { } id || activity.Person is not { } person || conversations.Of(activity) is not { } place || activity.Bot is null)
        {
            return null;
        }

        var turnId = TurnIds.Of("teams", place.Tenant.Value, place.ConversationId, person, dialog);
        var asked = Inbound(activity, place with { ThreadId = $"{place.ConversationId};asked={turnId}" }, person, id, text);
        return asked with
        {
            TurnId = turnId,
            DedupeKeys = [$"teams:asked:{place.ConversationId}/{turnId}", $"teams:activity:{place.ConversationId}/{id}"],
            Audience = asked.Audience is Audience.External ? Audience.External : Audience.Shared,
            Deadline = asked.ReceivedAt + DialogWindow,
            ReplyTo = (Address(activity) with { IsFetched = true }).ToReplyAddress(),
        };
    }

    private TeamsMapping Message(TeamsActivity activity)
    {
        if (BotReason(activity) is { } reason)
        {
            return new TeamsMapping.Ignored(reason);
        }

        if (activity.Id is not { } id || activity.Person is not { } person || conversations.Of(activity) is not { } conversation || activity.Bot is null)
        {
            return new TeamsMapping.Ignored(TeamsResults.UnknownShape);
        }

        // With resource-specific consent every message arrives (T-33); what is not for the bot leaves no trace.
        var isAddressed = activity.IsPersonal || TeamsText.MentionsBot(activity);
        var (text, quoted) = isAddressed || MayBeFollowUp(activity) ? TeamsText.Read(activity) : (string.Empty, null);
        if (!isAddressed && !FollowUpTalk.ReadsAsQuestion(text))
        {
            return new TeamsMapping.Ignored(TeamsResults.NotAddressed);
        }

        // Somebody else's card was submitted.
        if (text.Length == 0 && activity.Root.Member("value"u8).ValueKind is JsonValueKind.Object)
        {
            return new TeamsMapping.Ignored(TeamsResults.UnknownShape);
        }

        var message = Inbound(activity, conversation, person, id, text) with
        {
            DedupeKeys = [$"teams:activity:{conversation.ConversationId}/{id}"],
            Attachments = TeamsFiles.Read(activity),
            Quoted = quoted,
        };
        return new TeamsMapping.Question(message, IfThreadKnown: !isAddressed);
    }

    // In a thread that others began, said to nobody by name.
    private static bool MayBeFollowUp(TeamsActivity activity)
        => activity is { IsChannel: true, Room: { } room, Id: { } id, Conversation: { } thread }
            && thread != room && thread != TeamsId.Thread(room, id) && !TeamsText.MentionsAnybody(activity);

    private InboundMessage Inbound(TeamsActivity activity, ConversationKey conversation, string person, string id, string text)
    {
        var now = time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = ids.NewId(),
            DeliveryId = id,
            DedupeKeys = [],
            Conversation = conversation,
            Sender = new Sender(person, []),
            MessageId = id,
            Text = text,
            Audience = AudienceOf(activity),
            SentAt = activity.At(now),
            ReceivedAt = now,
            Deadline = now + AnswerWindow,
            Locale = activity.Root.Id("locale"u8),
            Language = SpokenLanguage.Of(text),
            ReplyTo = (Address(activity) with { Activity = id }).ToReplyAddress(),
        };
    }

    private static TeamsAddress Address(TeamsActivity activity) => new()
    {
        ServiceUrl = activity.ServiceUrl!,
        Tenant = activity.Tenant!,
        Conversation = TeamsConversations.AnswerIn(activity),
        Bot = activity.Bot!,
        Person = activity.From,
        IsPersonal = activity.IsPersonal,
    };

    // Everyone's and our own bot messages: a bot that answers bots never stops.
    private static string? BotReason(TeamsActivity activity)
        => activity.From is not null && activity.From == activity.Bot ? TeamsResults.Own
            : activity.From?.StartsWith("28:", StringComparison.Ordinal) is true || activity.Root.Member("from"u8).Text("role"u8) is "bot" ? TeamsResults.OtherBot
            : null;

    // Shared channels and people of other tenants: others may read along.
    private static Audience AudienceOf(TeamsActivity activity)
    {
        var data = activity.Root.Member("channelData"u8);
        var isForeign = activity.Root.Member("conversation"u8).Id("tenantId"u8) is { } conversationTenant
            && !string.Equals(conversationTenant, activity.Tenant, StringComparison.OrdinalIgnoreCase);
        var isShared = data.Member("channel"u8).Text("type"u8) is "shared";
        return isForeign || isShared ? Audience.External : activity.IsPersonal ? Audience.Private : Audience.Shared;
    }

    private TeamsMapping Change(TeamsActivity activity)
        => activity.EventType is not "editMessage" || BotReason(activity) is not null ? new TeamsMapping.Ignored(TeamsResults.NotAddressed)
            : activity.Id is { } id && conversations.Of(activity) is { } conversation
            ? new TeamsMapping.Edit(new InboundEdit(conversation, id, TeamsText.Read(activity).Said, activity.At(time.GetUtcNow())))
            : new TeamsMapping.Ignored(TeamsResults.UnknownShape);

    private TeamsMapping Deletion(TeamsActivity activity)
        => activity.EventType is not "softDeleteMessage" ? new TeamsMapping.Ignored(TeamsResults.NotAddressed)
            : activity.Id is { } id && conversations.Of(activity) is { } conversation
            ? new TeamsMapping.Removal(new InboundRemoval(conversation, id, activity.At(time.GetUtcNow())))
            : new TeamsMapping.Ignored(TeamsResults.UnknownShape);

    private TeamsMapping Installation(TeamsActivity activity) => activity.Root.Text("action"u8) switch
    {
        "add" => Installed(activity),
        "remove" => Uninstalled(activity),
        _ => new TeamsMapping.Ignored(TeamsResults.NotAddressed),
    };

    private TeamsMapping Membership(TeamsActivity activity)
        => Names(activity.Root.Member("membersAdded"u8), activity.Bot) ? Installed(activity)
            : Names(activity.Root.Member("membersRemoved"u8), activity.Bot) ? Uninstalled(activity)
            : new TeamsMapping.Ignored(TeamsResults.NotAddressed);

    private static bool Names(JsonElement members, string? bot)
        => bot is not null && members.ValueKind is JsonValueKind.Array && members.EnumerateArray().Any(member => member.Text("id"u8) == bot);

    // Two kinds of activity tell of one installation, and each may be repeated: one key, one welcome (T-37).
    private TeamsMapping Installed(TeamsActivity activity)
    {
        if (activity.Bot is null || activity.Person is not { } person || activity is not { Room: { } room, Tenant: { } tenant } || !conversations.Serves(tenant))
        {
            return new TeamsMapping.Ignored(TeamsResults.UnknownShape);
        }

        var place = new ConversationKey(conversations.Tenant, ChannelKind.Teams, $"{tenant}/{room}", $"{tenant}/{room}");
        return new TeamsMapping.Installed(Inbound(activity, place, person, activity.Id ?? room, text: "help") with
        {
            DedupeKeys = [$"teams:installed:{tenant}/{room}"],
            ReplyTo = (Address(activity) with { Conversation = room }).ToReplyAddress(),
        });
    }

    private TeamsMapping Uninstalled(TeamsActivity activity)
        => conversations.Serves(activity.Tenant) && conversations.Of(activity) is { } conversation
            ? new TeamsMapping.Uninstalled(conversation with { ThreadId = conversation.ConversationId })
            : new TeamsMapping.Ignored(TeamsResults.UnknownShape);
}
