using ChatOpsBot.Channels.Slack.Outbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>
/// "Share in channel" and "Keep to myself" under a private answer. Sharing asks the same question again for the channel's audience: the
/// private answer may stand on documents that others there must not read, so it is never posted itself (S-85).
/// </summary>
internal sealed class SlackSharing(
    SlackCardGuard guard, IInbox inbox, SlackPlaces places, SlackTeller teller, CardRefresher refresher, SlackResponseHosts hosts, IIdGenerator ids, TimeProvider time)
{
    private static readonly TimeSpan AnswerWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Refuses a click that came before the bot knew its workspace.</summary>
    public SlackAnswer NotYet(string team, string channel, string? responseUrl, Phrases words)
    {
        teller.Tell(team, channel, responseUrl, words[Phrase.Starting]);
        return SlackAnswer.Ok(SlackResults.Unavailable);
    }

    public async ValueTask<SlackAnswer> ShareAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (!SlackId.IsValid(click.Value) || await guard.FindAsync(click.Team, click.Channel, click.User, click.Value, cancellationToken) is not { } turn
            || SlackAddress.Read(turn.Message.ReplyTo).ResponseUrl is null)
        {
            return Tell(click, SlackResults.NotAllowed, Phrase.NotSharedGone);
        }

        return await ObstacleAsync(click) is { } obstacle
            ? Tell(click, obstacle is Phrase.NotSharedUnknown ? SlackResults.Unavailable : SlackResults.NotAllowed, obstacle)
            : await AcceptAsync(click, turn, cancellationToken);
    }

    public async ValueTask<SlackAnswer> KeepAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (!SlackId.IsValid(click.Value) || await guard.FindAsync(click.Team, click.Channel, click.User, click.Value, cancellationToken) is not { } turn)
        {
            return SlackAnswer.Ok(SlackResults.NotAllowed);
        }

        if (hosts.Allows(click.ResponseUrl))
        {
            refresher.Request(turn, (SlackAddress.Read(turn.Message.ReplyTo) with { ResponseUrl = click.ResponseUrl, Kept = true }).ToReplyAddress());
        }

        return SlackAnswer.Ok(SlackResults.Done);
    }

    private async ValueTask<SlackAnswer> AcceptAsync(SlackClick click, TurnRecord turn, CancellationToken cancellationToken)
        => await inbox.AcceptAsync(ForChannel(click, turn), cancellationToken) switch
        {
            AcceptResult.Accepted => Tell(click, SlackResults.Shared, Phrase.SharingNow),
            AcceptResult.Duplicate => SlackAnswer.Ok(SlackResults.Duplicate),
            _ => Tell(click, SlackResults.Busy, Phrase.NotSharedBusy),
        };

    // The second key makes it once per private answer, however often the button is clicked (S-48).
    private InboundMessage ForChannel(SlackClick click, TurnRecord turn)
    {
        var asked = turn.Message;

        // A follow-up says nothing in a new thread; what was understood stands alone.
        var question = turn.Answer?.Question is { Length: > 0 } understood ? understood : asked.Text;
        var now = time.GetUtcNow();
        var address = new SlackAddress
        {
            Team = click.Team,
            Channel = click.Channel,
            Since = click.ActionTs,
            SharedBy = click.User,
            SharedQuestion = DisplayText.OneLine(question, SlackLimits.Quote),
        };
        return asked with
        {
            TurnId = ids.NewId(),
            DeliveryId = $"share:{asked.TurnId}",
            DedupeKeys = [$"slack:click:{click.Team}/{click.Channel}/{click.User}/{click.ActionId}/{click.ActionTs}", $"slack:share:{click.Team}/{asked.TurnId}"],
            Conversation = asked.Conversation with { ThreadId = $"shared:{asked.TurnId}" },
            MessageId = $"share:{asked.TurnId}",
            Text = question,
            Audience = Audience.Shared,
            SentAt = SlackId.TryTime(click.ActionTs, out var at) ? at : now,
            ReceivedAt = now,
            Deadline = now + AnswerWindow,
            ReplyTo = address.ToReplyAddress(),
        };
    }

    // A command says neither whether other organisations are in the channel nor whether the bot may post there; when Slack does not
    // say it either, nothing is shared.
    private async Task<Phrase?> ObstacleAsync(SlackClick click)
    {
        using var limit = new CancellationTokenSource(LookTimeout, time);
        try
        {
            return await places.FindAsync(click.Team, click.Channel, limit.Token) is not { } place ? Phrase.NotSharedUnknown
                : place.IsExternal ? Phrase.NotSharedExternal
                : !place.IsMember ? Phrase.NotSharedNotMember
                : null;
        }
        catch (Exception fault) when (fault is SlackApiException or OperationCanceledException)
        {
            return Phrase.NotSharedUnknown;
        }
    }

    private SlackAnswer Tell(SlackClick click, string result, Phrase said) => teller.Tell(click, result, click.Words[said]);
}
