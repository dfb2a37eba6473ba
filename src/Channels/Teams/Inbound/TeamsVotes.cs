using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Takes votes, from cards and from Teams' own buttons, into the one store. A card comes back to the voter with the vote on it.</summary>
internal sealed class TeamsVotes(VoteRecorder recorder, TeamsCardGuard guard, TeamsCardViews views, CardRefresher refresher, ReplyCards cards, TimeProvider time)
{
    public Task<TeamsAnswer> VoteAsync(TeamsActivity activity, string turnId, JsonElement data) => data.Text("vote"u8) switch
    {
        TeamsActions.Up => RecordAsync(activity, turnId, VoteValue.Up, [], comment: null, givesReasons: false),
        TeamsActions.Down => RecordAsync(activity, turnId, VoteValue.Down, [], comment: null, givesReasons: false),
        TeamsActions.None => RecordAsync(activity, turnId, VoteValue.None, [], comment: null, givesReasons: false),
        _ => Task.FromResult(TeamsCardViews.NotYours(activity, TeamsResults.UnknownShape)),
    };

    public Task<TeamsAnswer> GiveReasonsAsync(TeamsActivity activity, string turnId, JsonElement data)
        => RecordAsync(activity, turnId, VoteValue.Down, Keys(data.Text("reasons"u8)), Comment(data.Text("comment"u8)), givesReasons: true);

    /// <summary>Returns the form behind one of Teams' own buttons. Nothing is stored before it is sent: who closes it has not voted.</summary>
    public async Task<TeamsAnswer> AskAsync(TeamsActivity activity)
    {
        var locale = activity.Root.Text("locale"u8);
        if (ReactionOf(activity) is not { } vote || await guard.FindRepliedAsync(activity, CancellationToken.None) is not { } turn)
        {
            return TeamsAnswer.Ok(TeamsResults.NotAllowed) with { Body = TeamsFeedbackForm.Say(Phrases.For(locale)[Phrase.FeedbackElsewhere]) };
        }

        return TeamsAnswer.Ok(TeamsResults.Asked) with { Body = TeamsFeedbackForm.Ask(vote is VoteValue.Up, turn.Message.TurnId, locale) };
    }

    public async Task<TeamsAnswer> SubmitAsync(TeamsActivity activity)
    {
        if (ReactionOf(activity) is not { } vote || activity.Person is not { } person)
        {
            return Accepted(TeamsResults.UnknownShape);
        }

        if (await guard.FindRepliedAsync(activity, CancellationToken.None) is not { } turn)
        {
            return Accepted(TeamsResults.NotAllowed);
        }

        var (reasons, comment) = TeamsFeedback.Read(activity.Root.Member("value"u8).Member("actionValue"u8));
        var cast = Cast(activity, turn.Message.TurnId, person, vote, Keys(reasons), Comment(comment));
        return Accepted(await recorder.RecordAsync(cast, CancellationToken.None) is null ? TeamsResults.NotAllowed : TeamsResults.Voted);
    }

    private static VoteValue? ReactionOf(TeamsActivity activity)
    {
        var value = activity.Root.Member("value"u8);
        return value.Text("actionName"u8) is not "feedback" ? null : value.Member("actionValue"u8).Text("reaction"u8) switch
        {
            "like" => VoteValue.Up,
            "dislike" => VoteValue.Down,
            _ => null,
        };
    }

    private async Task<TeamsAnswer> RecordAsync(
        TeamsActivity activity, string turnId, VoteValue value, IReadOnlyList<string> reasons, string? comment, bool givesReasons)
    {
        if (activity.Person is not { } person || await guard.FindAsync(activity, turnId, CancellationToken.None) is null
            || await recorder.RecordAsync(Cast(activity, turnId, person, value, reasons, comment), CancellationToken.None) is not { } recorded)
        {
            return TeamsCardViews.NotYours(activity, TeamsResults.NotAllowed);
        }

        // The vote is about what the person read; what is shown is the answer that stands there since.
        if ((await cards.StandingAsync(recorded.Turn, CancellationToken.None)).Message.TurnId != turnId)
        {
            return (await views.RefreshAsync(activity, turnId)) with { Result = TeamsResults.Voted };
        }

        // A new card for everybody would take the form away from the person who is about to fill it in. The only reader of a card has the
        // vote on it already, and gets it again whenever the card is looked at (T-24).
        var asksWhy = recorded.Vote is { Value: VoteValue.Down, Reasons.Count: 0, Comment: null } && !givesReasons;
        if (!asksWhy && !activity.IsPersonal)
        {
            refresher.Request(recorded.Turn);
        }

        var shown = await cards.ShownAsync(recorded.Turn, recorded.Turn.Answer!.Reply, CancellationToken.None);
        return TeamsCardViews.Voted(activity, recorded, shown, asksWhy, givesReasons);
    }

    private InboundVote Cast(TeamsActivity activity, string turnId, string person, VoteValue value, IReadOnlyList<string> reasons, string? comment)
        => new(guard.Tenant, ChannelKind.Teams, turnId, person, value, reasons, comment, activity.At(time.GetUtcNow()));

    private static string[] Keys(string? list)
        => list?.Split(',', VoteReasons.All.Count * 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string? Comment(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static TeamsAnswer Accepted(string result) => TeamsAnswer.Ok(result) with { Body = new JsonObject() };
}
