using System.Text.Json;
using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Decides what an event means to the bot and puts it into the words of the core. Asks nobody and stores nothing.</summary>
internal sealed class SlackEventMapper(SlackWorkspaces workspaces, IIdGenerator ids, TimeProvider time)
{
    private const int MaxRevoked = 100;

    // A late answer is better than none: as long as Slack itself delivers late events (S-13).
    private static readonly TimeSpan AnswerWindow = TimeSpan.FromHours(24);

    public SlackMapping Map(JsonElement root)
    {
        if (SlackEnvelope.Read(root, workspaces) is not { } envelope)
        {
            return new SlackMapping.Ignored(SlackResults.UnknownShape);
        }

        var type = envelope.Event.Member("type"u8);
        if (type.ValueKind is not JsonValueKind.String)
        {
            return new SlackMapping.Ignored(SlackResults.UnknownShape);
        }

        if (type.ValueEquals("app_uninstalled"u8) || type.ValueEquals("tokens_revoked"u8))
        {
            return Uninstall(root, envelope, isApp: type.ValueEquals("app_uninstalled"u8));
        }

        if (workspaces.Of(envelope.Team) is not { } workspace)
        {
            return new SlackMapping.Ignored(SlackResults.WrongTenant);
        }

        if (envelope.BotUserId is { } bot)
        {
            workspaces.LearnBotUser(bot);
        }

        return MapEvent(envelope with { Workspace = workspace }, type);
    }

    private static SlackMapping Uninstall(JsonElement root, SlackEnvelope envelope, bool isApp)
    {
        var bots = envelope.Event.Member("tokens"u8).Member("bot"u8);
        var revoked = bots.ValueKind is JsonValueKind.Array
            ? bots.EnumerateArray().Where(bot => bot.ValueKind is JsonValueKind.String).Take(MaxRevoked).Select(bot => bot.GetString()!).ToArray()
            : [];
        if (!isApp && revoked.Length == 0)
        {
            // People's tokens, which the bot has none of.
            return new SlackMapping.Ignored(SlackResults.UnknownType);
        }

        var at = root.Member("event_time"u8) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var seconds) ? seconds : long.MaxValue;
        return new SlackMapping.Uninstall(envelope.Team, SlackEnvelope.PlaceOf(root).Enterprise, SlackEnvelope.IsOrgWide(root), revoked, at);
    }

    private SlackMapping MapEvent(SlackEnvelope envelope, JsonElement type)
        => type.ValueEquals("app_mention"u8) ? MapMessage(envelope, isMention: true)
            : SlackOpening.Read(envelope, type) is { } opening ? new SlackMapping.Opened(opening)
            : type.ValueEquals("app_home_opened"u8) ? MapHome(envelope)
            : SlackOpening.IsView(type) ? new SlackMapping.Noticed()
            : !type.ValueEquals("message"u8) ? new SlackMapping.Ignored(SlackResults.UnknownType)
            : envelope.Event.Text("subtype"u8) switch
            {
                null or "file_share" or "thread_broadcast" or "me_message" => MapMessage(envelope, isMention: false),
                "message_changed" => MapChange(envelope),
                "message_deleted" => MapDeletion(envelope),
                "bot_message" => new SlackMapping.Ignored(SlackResults.OtherBot),
                _ => new SlackMapping.Ignored(SlackResults.Subtype),
            };

    private SlackMapping MapMessage(SlackEnvelope envelope, bool isMention)
    {
        var said = envelope.Event;
        if (BotReason(envelope, said) is { } reason)
        {
            return new SlackMapping.Ignored(reason);
        }

        if (said.Id("channel"u8) is not { } channel || said.Id("user"u8) is not { } user || said.Id("ts"u8) is not { } ts || !SlackId.TryTime(ts, out var sentAt))
        {
            return new SlackMapping.Ignored(SlackResults.UnknownShape);
        }

        var written = said.Text("text"u8);
        var spoken = string.IsNullOrWhiteSpace(written) ? SlackFiles.Transcript(said) : null;
        var text = spoken ?? written ?? string.Empty;
        var isDirect = IsDirect(said, channel);
        var isAddressed = isMention || isDirect || SlackText.Mentions(text, envelope.BotUserId);
        var thread = said.Id("thread_ts"u8) ?? ts;
        var isTopLevel = thread == ts;
        if (!isAddressed && ((isTopLevel && envelope.IsExternal) || !MayBeFollowUp(said, text, envelope.BotUserId)))
        {
            return new SlackMapping.Ignored(SlackResults.NotAddressed);
        }

        var plain = SlackText.ToPlain(text, envelope.BotUserId);
        var audience = envelope.IsExternal ? Audience.External : isDirect ? Audience.Private : Audience.Shared;
        var message = new InboundMessage
        {
            TurnId = ids.NewId(),
            DeliveryId = envelope.EventId,
            DedupeKeys = DedupeKeys(envelope, channel, user, ts),
            Conversation = new ConversationKey(envelope.Workspace!.Tenant, ChannelKind.Slack, $"{envelope.Team}/{channel}", thread),
            Sender = new Sender(user, []),
            MessageId = ts,
            Text = plain,
            Language = SpokenLanguage.Of(plain),
            Audience = audience,
            SentAt = sentAt,
            ReceivedAt = time.GetUtcNow(),
            Deadline = time.GetUtcNow() + AnswerWindow,
            Attachments = SlackFiles.Read(said, envelope.Team, withoutSaid: spoken is not null),
            ReplyTo = new SlackAddress { Team = envelope.Team, Channel = channel, Thread = thread, Since = ts }.ToReplyAddress(),
        };
        return new SlackMapping.Question(message, IfThreadKnown: !isAddressed && !isTopLevel, IfEveryQuestion: !isAddressed && isTopLevel);
    }

    private static SlackMapping MapHome(SlackEnvelope envelope)
        => envelope.Event.Text("tab"u8) != "home" ? new SlackMapping.Ignored(SlackResults.NotAddressed)
            : envelope.Event.Id("user"u8) is not { } user ? new SlackMapping.Ignored(SlackResults.UnknownShape)
            : envelope.IsExternal ? new SlackMapping.Ignored(SlackResults.NotAllowed)
            : new SlackMapping.Home(envelope.Team, user, envelope.Event.Member("view"u8).Id("hash"u8));

    // Everyone's and our own bot messages: a bot that answers bots never stops (S-24, S-25).
    private static string? BotReason(SlackEnvelope envelope, JsonElement said)
    {
        var user = said.Id("user"u8);
        var bot = said.Text("bot_id"u8);
        return envelope.Workspace!.IsOwn(user, bot) || (user is not null && user == envelope.BotUserId) ? SlackResults.Own
            : bot is not null || said.Member("bot_profile"u8).ValueKind is JsonValueKind.Object ? SlackResults.OtherBot
            : null;
    }

    private static bool IsDirect(JsonElement said, string channel)
        => said.Member("channel_type"u8) is { ValueKind: JsonValueKind.String } type ? type.ValueEquals("im"u8) : channel[0] == 'D';

    // Before the bot knows itself, an echo of its own post could pass for a person; what a person types has a client_msg_id.
    private static bool MayBeFollowUp(JsonElement said, string text, string? botUserId)
        => !SlackText.StartsWithOtherMention(text, botUserId)
            && FollowUpTalk.ReadsAsQuestion(SlackText.ToPlain(text, botUserId))
            && (botUserId is not null || said.Id("client_msg_id"u8) is not null);

    private static string[] DedupeKeys(SlackEnvelope envelope, string channel, string user, string ts)
    {
        var byEvent = $"slack:event:{envelope.Team}/{envelope.EventId}";
        var byMessage = $"slack:message:{envelope.Team}/{channel}/{ts}";
        return envelope.Event.Id("client_msg_id"u8) is { } gesture
            ? [byEvent, byMessage, $"slack:gesture:{envelope.Team}/{channel}/{user}/{gesture}"]
            : [byEvent, byMessage];
    }

    private SlackMapping MapChange(SlackEnvelope envelope)
    {
        var changed = envelope.Event.Member("message"u8);
        if (changed.Text("subtype"u8) == "tombstone")
        {
            return Removal(envelope, changed.Id("ts"u8), changed.Id("thread_ts"u8), envelope.Event.Id("event_ts"u8));
        }

        // Without "edited" it is Slack that changed the message: a link preview, a reply count.
        var editedAt = changed.Member("edited"u8).Id("ts"u8);
        if (BotReason(envelope, changed) is { } reason)
        {
            return new SlackMapping.Ignored(reason);
        }

        if (envelope.Event.Id("channel"u8) is not { } channel || changed.Id("ts"u8) is not { } ts || !SlackId.TryTime(editedAt, out var at))
        {
            return new SlackMapping.Ignored(SlackResults.Subtype);
        }

        var text = SlackText.ToPlain(changed.Text("text"u8) ?? string.Empty, envelope.BotUserId);
        return new SlackMapping.Edit(new InboundEdit(Conversation(envelope, channel, changed.Id("thread_ts"u8) ?? ts), ts, text, at));
    }

    private SlackMapping MapDeletion(SlackEnvelope envelope)
        => Removal(envelope, envelope.Event.Id("deleted_ts"u8), envelope.Event.Member("previous_message"u8).Id("thread_ts"u8), envelope.Event.Id("event_ts"u8));

    private SlackMapping Removal(SlackEnvelope envelope, string? ts, string? thread, string? eventTs)
        => envelope.Event.Id("channel"u8) is { } channel && ts is not null
            ? new SlackMapping.Removal(new InboundRemoval(
                Conversation(envelope, channel, thread ?? ts), ts, SlackId.TryTime(eventTs, out var at) ? at : time.GetUtcNow()))
            : new SlackMapping.Ignored(SlackResults.UnknownShape);

    private static ConversationKey Conversation(SlackEnvelope envelope, string channel, string thread)
        => new(envelope.Workspace!.Tenant, ChannelKind.Slack, $"{envelope.Team}/{channel}", thread);
}
