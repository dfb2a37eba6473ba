using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Inbound.Asking;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>
/// Answers invokes, which somebody waits for: within two seconds whatever the store does, of the five that Teams grants (T-11). A question asked in a dialog may
/// take nearly all of them.
/// </summary>
internal sealed class TeamsInvokes(TeamsVotes votes, TeamsCardViews views, TeamsHelpClicks help, TeamsAsking asking, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public async ValueTask<TeamsAnswer> AnswerAsync(TeamsActivity activity) => activity.Root.Text("name"u8) switch
    {
        "adaptiveCard/action" => await ClickedAsync(activity),
        "message/submitAction" => await SubmittedAsync(activity),
        "composeExtension/fetchTask" => asking.Open(activity),
        "composeExtension/submitAction" => await asking.SubmitAsync(activity),
        "message/fetchTask" => await AskedAsync(activity),
        _ => new TeamsAnswer(StatusCodes.Status501NotImplemented, TeamsResults.UnknownInvoke),
    };

    private async Task<TeamsAnswer> ClickedAsync(TeamsActivity activity)
    {
        var action = activity.Root.Member("value"u8).Member("action"u8);
        var data = action.Member("data"u8);
        if (data.Id("turn"u8) is not { } turnId)
        {
            return Shown(TeamsCardAnswer.BadRequest(activity.Words), TeamsResults.UnknownShape);
        }

        var answering = action.Text("verb"u8) switch
        {
            TeamsActions.VoteVerb => votes.VoteAsync(activity, turnId, data),
            TeamsActions.ReasonsVerb => votes.GiveReasonsAsync(activity, turnId, data),
            TeamsActions.RefreshVerb => views.RefreshAsync(activity, turnId),
            var verb => help.TryAnswer(activity, verb, turnId),
        };
        if (answering is null)
        {
            return Shown(TeamsCardAnswer.BadRequest(activity.Words), TeamsResults.UnknownInvoke);
        }

        try
        {
            return await answering.WaitAsync(Limit, time);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return Shown(TeamsCardAnswer.Error(activity.Words[Phrase.NotStored]), TeamsResults.Unavailable);
        }
    }

    // Anything but an empty object is an error to Teams (T-28); a vote that is not stored must not look stored.
    private async Task<TeamsAnswer> SubmittedAsync(TeamsActivity activity)
    {
        try
        {
            return await votes.SubmitAsync(activity).WaitAsync(Limit, time);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return TeamsAnswer.NotStored(TeamsResults.Unavailable);
        }
    }

    private async Task<TeamsAnswer> AskedAsync(TeamsActivity activity)
    {
        try
        {
            return await votes.AskAsync(activity).WaitAsync(Limit, time);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            return Shown(TeamsFeedbackForm.Say(activity.Words[Phrase.NotStored]), TeamsResults.Unavailable);
        }
    }

    private static TeamsAnswer Shown(JsonObject body, string result) => TeamsAnswer.Ok(result) with { Body = body };
}
