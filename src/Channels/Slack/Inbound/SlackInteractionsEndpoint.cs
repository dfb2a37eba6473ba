using System.Text;
using System.Text.Json;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary><c>POST /slack/interactions</c>: clicks, shortcuts and submitted modals.</summary>
internal sealed class SlackInteractionsEndpoint(
    SlackDoor door, SlackVotes votes, SlackSharing sharing, SlackHelpClicks help, SlackSettings settings, SlackHome home, SlackAnswerThis answering, SlackCardGuard guard)
{
    public const string Route = "interactions";

    public Task HandleAsync(HttpContext context) => door.RunAsync(context, Route, AnswerAsync);

    private async ValueTask<SlackAnswer> AnswerAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!SlackForm.Read(body.Span).TryGetValue("payload", out var text))
        {
            return SlackAnswer.Malformed;
        }

        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), JsonMembers.Parsing);
        return await TakeAsync(document.RootElement, cancellationToken);
    }

    /// <summary>Takes a click or a submitted modal, however it came.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async ValueTask<SlackAnswer> TakeAsync(JsonElement payload, CancellationToken cancellationToken)
    {
        if (payload.ValueKind is not JsonValueKind.Object)
        {
            return SlackAnswer.Malformed;
        }

        var type = payload.Text("type"u8);
        try
        {
            await guard.LookUpAsync(payload, cancellationToken);
        }
        catch (StoreUnavailableException) when (type == "view_submission")
        {
            return SlackVotes.NotStored(Phrases.English);
        }

        return type switch
        {
            "block_actions" when payload.Member("view"u8).Text("type"u8) == "home" => home.Click(payload),
            "block_actions" => SlackClick.Read(payload) is { } click ? await ClickAsync(click, cancellationToken) : SlackAnswer.Ok(SlackResults.UnknownShape),
            "message_action" => SlackShortcut.Read(payload) is { } shortcut ? await ShortcutAsync(shortcut, cancellationToken) : SlackAnswer.Ok(SlackResults.UnknownShape),
            "view_submission" when payload.Member("view"u8).Text("callback_id"u8) == SlackActions.SettingsModal => await settings.SubmitAsync(payload, cancellationToken),
            "view_submission" => await votes.SubmitAsync(payload, cancellationToken),
            _ => SlackAnswer.Ok(SlackResults.UnknownType),
        };
    }

    private async ValueTask<SlackAnswer> ShortcutAsync(SlackShortcut shortcut, CancellationToken cancellationToken)
    {
        if (!guard.IsReady)
        {
            return sharing.NotYet(shortcut.Team, shortcut.Channel, shortcut.ResponseUrl, Phrases.English);
        }

        if (!guard.IsColleague(shortcut.Team, shortcut.UserTeam))
        {
            return SlackAnswer.Ok(SlackResults.NotAllowed);
        }

        return shortcut.CallbackId switch
        {
            SlackActions.SettingsShortcut => settings.Open(new SlackWindow(shortcut.Team, shortcut.Channel, shortcut.User, shortcut.TriggerId, shortcut.ResponseUrl)),
            SlackActions.AnswerThis => await answering.AskAsync(shortcut, cancellationToken),
            _ => SlackAnswer.Ok(SlackResults.UnknownType),
        };
    }

    private async ValueTask<SlackAnswer> ClickAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (!guard.IsReady)
        {
            return sharing.NotYet(click.Team, click.Channel, click.ResponseUrl, click.Words);
        }

        if (!guard.IsColleague(click.Team, click.UserTeam))
        {
            return SlackAnswer.Ok(SlackResults.NotAllowed);
        }

        return click.ActionId switch
        {
            SlackActions.Feedback or SlackActions.VoteUp or SlackActions.VoteDown or SlackActions.Why => await votes.ClickAsync(click, cancellationToken),
            SlackActions.Share => await sharing.ShareAsync(click, cancellationToken),
            SlackActions.Keep => await sharing.KeepAsync(click, cancellationToken),
            _ when SlackHelpClicks.Knows(click.ActionId) => await help.ClickAsync(click, cancellationToken),
            _ => SlackAnswer.Ok(SlackResults.UnknownType),
        };
    }
}
