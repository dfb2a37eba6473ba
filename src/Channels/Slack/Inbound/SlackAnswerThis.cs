using ChatOpsBot.Channels.Slack.Installations;
using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// The shortcut "answer this" under any message: in its thread and for everybody there where the bot is a member, else for the person who asked alone. The
/// question is that person's, whoever wrote the message.
/// </summary>
internal sealed class SlackAnswerThis(
    SlackPlaces places, SlackCardGuard guard, SlackWorkspaces workspaces, SlackResponseHosts hosts, SlackTeller teller, IInbox inbox, IIdGenerator ids, TimeProvider time)
{
    private static readonly TimeSpan AnswerWindow = TimeSpan.FromHours(24);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(2);
    private static readonly Phrases Words = Phrases.English;

    public async ValueTask<SlackAnswer> AskAsync(SlackShortcut asked, CancellationToken cancellationToken)
    {
        var text = SlackText.ToPlain(asked.Text, workspaces.Of(asked.Team)?.BotUserId);
        if (text.Length == 0)
        {
            return Tell(asked, SlackResults.NotAddressed, Phrase.AnswerThisNothing);
        }

        var place = await LookAsync(asked);
        if (place is { IsExternal: true })
        {
            return Tell(asked, SlackResults.NotAllowed, Phrase.AnswerThisExternal);
        }

        return place is { IsMember: true } ? await InThreadAsync(asked, place, text, cancellationToken)
            : hosts.Allows(asked.ResponseUrl) ? await PrivatelyAsync(asked, text, cancellationToken)
            : SlackAnswer.Ok(SlackResults.ForbiddenResponseUrl);
    }

    // The message's own key: what was answered because it mentioned the bot is not answered twice (S-22).
    private ValueTask<SlackAnswer> InThreadAsync(SlackShortcut asked, SlackPlace place, string text, CancellationToken cancellationToken)
    {
        var address = new SlackAddress { Team = asked.Team, Channel = asked.Channel, Thread = asked.Thread, Since = asked.ActionTs, AskedBy = asked.User };
        var message = Message(asked, text, address, asked.Thread) with
        {
            DedupeKeys = [KeyOf(asked), $"slack:message:{asked.Team}/{asked.Channel}/{asked.MessageTs}"],
            Audience = place.IsDirect ? Audience.Private : Audience.Shared,
        };
        return AcceptAsync(asked, message, Phrase.AnswerThisInThread, cancellationToken);
    }

    // What Slack does not say of a channel, or not in time, costs nothing here: the person alone reads the answer.
    private ValueTask<SlackAnswer> PrivatelyAsync(SlackShortcut asked, string text, CancellationToken cancellationToken)
    {
        var address = new SlackAddress
        {
            Team = asked.Team,
            Channel = asked.Channel,
            ResponseUrl = asked.ResponseUrl,
            Asked = DisplayText.OneLine(text, SlackLimits.Quote),
        };
        return AcceptAsync(asked, Message(asked, text, address, $"private:{asked.User}"), Phrase.AnswerThisPrivately, cancellationToken);
    }

    private async ValueTask<SlackAnswer> AcceptAsync(SlackShortcut asked, InboundMessage message, Phrase accepted, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.AcceptAsync(message, cancellationToken) switch
            {
                AcceptResult.Accepted => Tell(asked, SlackResults.Accepted, accepted),
                AcceptResult.Duplicate => Tell(asked, SlackResults.Duplicate, Phrase.AnswerThisAlready),
                _ => Tell(asked, SlackResults.Busy, Phrase.AnswerThisBusy),
            };
        }
        catch (StoreUnavailableException)
        {
            return Tell(asked, SlackResults.Unavailable, Phrase.AnswerThisBusy);
        }
    }

    private InboundMessage Message(SlackShortcut asked, string text, SlackAddress address, string thread)
    {
        var now = time.GetUtcNow();
        return new InboundMessage
        {
            TurnId = ids.NewId(),
            DeliveryId = $"answer:{asked.Channel}/{asked.MessageTs}/{asked.User}/{asked.ActionTs}",
            DedupeKeys = [KeyOf(asked)],
            Conversation = new ConversationKey(guard.TenantOf(asked.Team), ChannelKind.Slack, $"{asked.Team}/{asked.Channel}", thread),
            Sender = new Sender(asked.User, []),
            MessageId = asked.MessageTs,
            Text = text,
            Audience = Audience.Private,
            SentAt = SlackId.TryTime(asked.ActionTs, out var at) ? at : now,
            ReceivedAt = now,
            Deadline = now + AnswerWindow,
            ReplyTo = address.ToReplyAddress(),
        };
    }

    private async Task<SlackPlace?> LookAsync(SlackShortcut asked)
    {
        using var limit = new CancellationTokenSource(LookTimeout, time);
        try
        {
            return await places.FindAsync(asked.Team, asked.Channel, limit.Token);
        }
        catch (Exception fault) when (fault is SlackApiException or OperationCanceledException)
        {
            return null;
        }
    }

    private SlackAnswer Tell(SlackShortcut asked, string result, Phrase phrase)
    {
        teller.Tell(asked.Team, asked.Channel, asked.ResponseUrl, Words[phrase]);
        return SlackAnswer.Ok(result);
    }

    private static string KeyOf(SlackShortcut asked) => $"slack:shortcut:{asked.Team}/{asked.Channel}/{asked.User}/{asked.MessageTs}/{asked.ActionTs}";
}
