using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Takes votes: a click is stored at once, the reasons of a thumbs down follow from a modal.</summary>
internal sealed class SlackVotes(
    VoteRecorder recorder, IVoteStore votes, SlackCardGuard guard, SlackWindows windows, CardRefresher refresher, SlackResponseHosts hosts, TimeProvider time)
{
    public async ValueTask<SlackAnswer> ClickAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (!SlackActions.TryReadVote(click.Value, out var isUp, out var turnId))
        {
            return SlackAnswer.Ok(SlackResults.UnknownShape);
        }

        // The modal first, before any store is asked. What becomes of it never decides about the vote.
        if (!isUp && click.TriggerId is not null)
        {
            OpenModal(click, turnId);
        }

        var vote = new InboundVote(
            guard.TenantOf(click.Team), ChannelKind.Slack, turnId, click.User, isUp ? VoteValue.Up : VoteValue.Down, [], null, At(click.ActionTs));
        return SlackAnswer.Ok(await RecordAsync(vote, click.Team, click.Channel, click.ResponseUrl, cancellationToken));
    }

    public async ValueTask<SlackAnswer> SubmitAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        if (!guard.IsReady)
        {
            return NotStored(Phrases.English);
        }

        var view = payload.Member("view"u8);
        var user = payload.Member("user"u8);
        var team = payload.Member("team"u8).Id("id"u8) ?? user.Id("team_id"u8);
        if (view.Text("callback_id"u8) != SlackActions.FeedbackModal || SlackModalState.TryRead(view.Text("private_metadata"u8)) is not { } state
            || team is null || user.Id("id"u8) is not { } userId || !SlackId.IsValid(state.Turn) || !guard.IsColleague(team, user.Id("team_id"u8) ?? team))
        {
            return SlackAnswer.Ok(SlackResults.UnknownShape);
        }

        var values = view.Member("state"u8).Member("values"u8);
        var vote = new InboundVote(
            guard.TenantOf(team), ChannelKind.Slack, state.Turn, userId, VoteValue.Down, Reasons(values), Comment(values), Later(At(state.ActionTs), time.GetUtcNow()));
        try
        {
            return SlackAnswer.Ok(await RecordAsync(vote, team, state.Channel, state.ResponseUrl, cancellationToken));
        }
        catch (StoreUnavailableException)
        {
            return NotStored(Phrases.For(state.Language));
        }
    }

    private async Task<string> RecordAsync(InboundVote vote, string team, string channel, string? responseUrl, CancellationToken cancellationToken)
    {
        if (await guard.FindAsync(team, channel, vote.VoterId, vote.TurnId, cancellationToken) is not { } turn)
        {
            return SlackResults.NotAllowed;
        }

        if (await recorder.RecordAsync(vote, cancellationToken) is not { } recorded)
        {
            return SlackResults.NotAllowed;
        }

        Refresh(recorded.Turn, turn.Message, responseUrl);
        return SlackResults.Voted;
    }

    // A private card can be replaced only through the address its last click brought along.
    private void Refresh(TurnRecord turn, InboundMessage message, string? responseUrl)
    {
        var address = SlackAddress.Read(message.ReplyTo);
        if (address.ResponseUrl is null)
        {
            refresher.Request(turn);
        }
        else if (hosts.Allows(responseUrl))
        {
            refresher.Request(turn, (address with { ResponseUrl = responseUrl }).ToReplyAddress());
        }
    }

    private void OpenModal(SlackClick click, string turnId)
    {
        var state = new SlackModalState(turnId, click.Channel, click.ActionTs, click.ResponseUrl is { Length: < 1_000 } ? click.ResponseUrl : null) { Language = click.Words.Language };
        windows.Open(
            new SlackWindow(click.Team, click.Channel, click.User, click.TriggerId, click.ResponseUrl),
            SlackFeedbackModal.Render(state),
            async cancellationToken => await EarlierAsync(click, turnId, cancellationToken) is { } earlier && (earlier.Reasons.Count > 0 || earlier.Comment is not null)
                ? SlackFeedbackModal.Render(state, earlier.Reasons, earlier.Comment)
                : null);
    }

    private async Task<InboundVote?> EarlierAsync(SlackClick click, string turnId, CancellationToken cancellationToken)
        => await votes.FindAsync(guard.TenantOf(click.Team), turnId, click.User, cancellationToken) is { Vote: { Value: VoteValue.Down } earlier } ? earlier : null;

    private static IReadOnlyList<string> Reasons(JsonElement values)
    {
        var chosen = values.Member("reasons"u8).Member("reasons"u8).Member("selected_options"u8);
        return chosen.ValueKind is JsonValueKind.Array
            ? [.. chosen.EnumerateArray().Take(VoteReasons.All.Count).Select(option => option.Text("value"u8)).OfType<string>()]
            : [];
    }

    private static string? Comment(JsonElement values)
        => values.Member("comment"u8).Member("comment"u8).Text("value"u8) is { Length: > 0 } comment ? comment : null;

    /// <summary>Says in a modal that it could not be stored.</summary>
    public static SlackAnswer NotStored(Phrases words)
    {
        var body = new JsonObject
        {
            ["response_action"] = "errors",
            ["errors"] = new JsonObject { [SlackActions.Comment] = words[Phrase.NotStoredForm] },
        };
        return SlackAnswer.Ok(SlackResults.Unavailable) with { Body = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()) };
    }

    private static DateTimeOffset At(string ts) => SlackId.TryTime(ts, out var at) ? at : DateTimeOffset.UnixEpoch;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
