using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.HandOver;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Takes the clicks that lead on from a reply. The core decides what they lead to; the person is told in a message of Teams over the card.</summary>
internal sealed class TeamsHelpClicks(TeamsCardGuard guard, ChangeDesk changes, HandOverDesk handOvers, ReportRecorder reports)
{
    /// <summary>Answers a click, or returns null when the verb is none of these.</summary>
    public Task<TeamsAnswer>? TryAnswer(TeamsActivity activity, string? verb, string turnId)
        => verb is TeamsActions.AgainVerb or TeamsActions.AskPersonVerb or TeamsActions.ResolveVerb or TeamsActions.ReportVerb
            ? AnswerAsync(activity, verb, turnId)
            : null;

    private async Task<TeamsAnswer> AnswerAsync(TeamsActivity activity, string verb, string turnId)
    {
        if (activity.Person is not { } person || await guard.FindAsync(activity, turnId, CancellationToken.None) is not { } turn)
        {
            return TeamsCardViews.NotYours(activity, TeamsResults.NotAllowed);
        }

        var words = Phrases.For(turn.Message.ReplyLanguage);
        var name = activity.Root.Member("from"u8).Text("name"u8);
        return verb switch
        {
            TeamsActions.AgainVerb => Told(
                await changes.AnswerAgainAsync(turn, person, CancellationToken.None), words, Phrase.AnsweringAgain, Refused(turn, person)),
            TeamsActions.AskPersonVerb => Told(await handOvers.AskAsync(turn, person, name, CancellationToken.None), words, Phrase.PersonAsked, Phrase.NotThereAnyMore),
            TeamsActions.ResolveVerb => Told(await handOvers.ResolveAsync(turn, person, name, CancellationToken.None), words, Phrase.MarkResolved, Phrase.NotThereAnyMore),
            _ => await reports.RecordAsync(guard.Tenant, turnId, person, CancellationToken.None)
                ? Said(TeamsResults.Done, words[Phrase.Reported])
                : Said(TeamsResults.NotAllowed, words[Phrase.NotThereAnyMore]),
        };
    }

    private static Phrase Refused(TurnRecord offer, string person) => offer.Message.Sender.Id == person ? Phrase.NotThereAnyMore : Phrase.OnlyAsker;

    private static TeamsAnswer Told(ChangeResult result, Phrases words, Phrase taken, Phrase refused) => result switch
    {
        ChangeResult.Taken => Said(TeamsResults.Done, words[taken]),
        ChangeResult.Duplicate => Said(TeamsResults.Duplicate, words[taken]),
        ChangeResult.Full => Said(TeamsResults.Busy, words[Phrase.TryAgainSoon]),
        _ => Said(TeamsResults.NotAllowed, words[refused]),
    };

    private static TeamsAnswer Said(string result, string text) => TeamsAnswer.Ok(result) with { Body = TeamsCardAnswer.Message(text) };
}
