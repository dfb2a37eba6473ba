using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.HandOver;

namespace ChatOpsBot.Channels.Slack.Inbound;

/// <summary>Takes the clicks that lead on from a reply. The core decides what they lead to; the person is told beside the card.</summary>
internal sealed class SlackHelpClicks(SlackCardGuard guard, ChangeDesk changes, HandOverDesk handOvers, ReportRecorder reports, SlackTeller teller)
{
    /// <summary>Says whether a button is one of these.</summary>
    public static bool Knows(string actionId)
        => actionId is SlackActions.AnswerAgain or SlackActions.AskPerson or SlackActions.Resolve or SlackActions.Report;

    public async ValueTask<SlackAnswer> ClickAsync(SlackClick click, CancellationToken cancellationToken)
    {
        if (!SlackId.IsValid(click.Value) || await guard.FindAsync(click.Team, click.Channel, click.User, click.Value, cancellationToken) is not { } turn)
        {
            return teller.Tell(click, SlackResults.NotAllowed, Phrases.English[Phrase.NotThereAnyMore]);
        }

        var words = Phrases.For(turn.Message.ReplyLanguage);
        return click.ActionId switch
        {
            SlackActions.AnswerAgain => Told(
                click, await changes.AnswerAgainAsync(turn, click.User, cancellationToken), words, Phrase.AnsweringAgain, Refused(turn, click)),
            SlackActions.AskPerson => Told(
                click, await handOvers.AskAsync(turn, click.User, name: null, cancellationToken), words, Phrase.PersonAsked, Phrase.NotThereAnyMore),
            SlackActions.Resolve => Told(click, await handOvers.ResolveAsync(turn, click.User, name: null, cancellationToken), words, null, Phrase.NotThereAnyMore),
            _ => await ReportAsync(click, words, cancellationToken),
        };
    }

    private static Phrase Refused(TurnRecord offer, SlackClick click)
        => offer.Message.Sender.Id == click.User ? Phrase.NotThereAnyMore : Phrase.OnlyAsker;

    private async Task<SlackAnswer> ReportAsync(SlackClick click, Phrases words, CancellationToken cancellationToken)
        => await reports.RecordAsync(guard.TenantOf(click.Team), click.Value, click.User, cancellationToken)
            ? teller.Tell(click, SlackResults.Done, words[Phrase.Reported])
            : teller.Tell(click, SlackResults.NotAllowed, words[Phrase.NotThereAnyMore]);

    // Where the card itself changes at once, nothing is said besides.
    private SlackAnswer Told(SlackClick click, ChangeResult result, Phrases words, Phrase? taken, Phrase refused) => result switch
    {
        ChangeResult.Taken when taken is { } phrase => teller.Tell(click, SlackResults.Done, words[phrase]),
        ChangeResult.Taken => SlackAnswer.Ok(SlackResults.Done),
        ChangeResult.Duplicate => SlackAnswer.Ok(SlackResults.Duplicate),
        ChangeResult.Full => teller.Tell(click, SlackResults.Busy, words[Phrase.TryAgainSoon]),
        _ => teller.Tell(click, SlackResults.NotAllowed, words[refused]),
    };
}
