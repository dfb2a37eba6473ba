using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Conversations.Wire;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.Waiting;

namespace ChatOpsBot.Channels.Teams.Inbound.Asking;

/// <summary>
/// Asking from the message box, in any conversation: a form, a turn like any other, and a card that the person may send. Others will read it, so it is
/// answered from what everybody may read. What takes longer than Teams waits (T-11) is fetched with another click.
/// </summary>
internal sealed class TeamsAsking(
    TeamsActivityMapper mapper,
    TeamsConversations conversations,
    IInbox inbox,
    ITurnJournal journal,
    ReplyWaiters waiters,
    AnswerAwaiter answers,
    IIdGenerator ids,
    TimeProvider time)
{
    // Of the five seconds of Teams, which asks again twice after them.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(4_500);

    /// <summary>Opens the form. A message that was pointed at stands in it as the question.</summary>
    public TeamsAnswer Open(TeamsActivity activity)
    {
        var pointedAt = activity.Root.Member("value"u8).Member("messagePayload"u8).Member("body"u8).Text("content"u8);
        var question = TeamsHtml.ToPlain(pointedAt ?? string.Empty);
        return Form(activity, question.Length <= TeamsAskCards.MaxQuestion ? question : string.Empty);
    }

    /// <summary>Takes a question, or fetches the answer to one that was taken before.</summary>
    public async Task<TeamsAnswer> SubmitAsync(TeamsActivity activity)
    {
        var data = activity.Root.Member("value"u8).Member("data"u8);
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            return data.Id("turn"u8) is { } turnId ? await FetchAsync(activity, turnId, limit.Token) : await AskAsync(activity, data, limit.Token);
        }
        catch (StoreUnavailableException)
        {
            return Said(activity, Phrase.AskNotStored, TeamsResults.Unavailable);
        }
    }

    private async Task<TeamsAnswer> AskAsync(TeamsActivity activity, JsonElement data, CancellationToken limit)
    {
        var question = data.Text("question"u8)?.Trim() ?? string.Empty;
        if (question.Length is 0 or > TeamsAskCards.MaxQuestion)
        {
            return Form(activity, string.Empty);
        }

        if ((data.Id("dialog"u8) ?? activity.Id) is not { } dialog || mapper.Asked(activity, dialog, question) is not { } message)
        {
            return Said(activity, Phrase.AskLost, TeamsResults.UnknownShape);
        }

        using var wait = waiters.TryAdd(message.TurnId);
        if (wait is null)
        {
            return Said(activity, Phrase.AskNotStored, TeamsResults.Busy);
        }

        try
        {
            // A question that is given up by its sender has still been asked.
            var accepted = await inbox.AcceptAsync(message, CancellationToken.None).AsTask().WaitAsync(limit);
            return accepted is AcceptResult.Full ? Said(activity, Phrase.AskNotStored, TeamsResults.Busy) : await AnswerAsync(activity, wait, limit);
        }
        catch (OperationCanceledException)
        {
            return Waiting(activity, message.TurnId);
        }
    }

    private async Task<TeamsAnswer> FetchAsync(TeamsActivity activity, string turnId, CancellationToken limit)
    {
        using var wait = waiters.TryAdd(turnId);
        if (wait is null)
        {
            return Said(activity, Phrase.AskNotStored, TeamsResults.Busy);
        }

        try
        {
            // The client says which turn it is: only who asked it, and there, may have its answer.
            return await journal.FindAsync(conversations.Tenant, turnId, limit) is { } turn && IsOwn(activity, turn.Message)
                ? await AnswerAsync(activity, wait, limit)
                : Said(activity, Phrase.AskLost, TeamsResults.NotAllowed);
        }
        catch (OperationCanceledException)
        {
            return Waiting(activity, turnId);
        }
    }

    private bool IsOwn(TeamsActivity activity, InboundMessage asked)
        => asked.Conversation.Channel is ChannelKind.Teams
            && asked.Sender.Id == activity.Person
            && conversations.Of(activity)?.ConversationId == asked.Conversation.ConversationId
            && TeamsAddress.Read(asked.ReplyTo).IsFetched;

    private async Task<TeamsAnswer> AnswerAsync(TeamsActivity activity, ReplyWait wait, CancellationToken limit)
    {
        var turn = await answers.WaitAsync(conversations.Tenant, wait, static _ => Task.CompletedTask, limit);
        if (turn?.Answer is not { } answer)
        {
            return Said(activity, Phrase.AskLost, TeamsResults.Unanswered);
        }

        var (message, phrases) = (turn.Message, PhrasesOf(activity));
        return answer.Reply is AnswerReply reply
            ? TeamsAskCards.Inserted(reply, message.Text, message.TurnId, phrases) is { } card
                ? Done(TeamsDialog.Insert(card), TeamsResults.Answered)
                : Said(activity, Phrase.AskTooLong, TeamsResults.Answered)
            : TeamsAskCards.Shown(answer.Reply, message.TurnId, phrases) is { } shown
                ? Done(TeamsDialog.Card(phrases[Phrase.AskTitle], shown), TeamsResults.Unanswered)
                : Said(activity, Phrase.AskTooLong, TeamsResults.Unanswered);
    }

    private TeamsAnswer Form(TeamsActivity activity, string question)
    {
        var phrases = PhrasesOf(activity);
        return Done(TeamsDialog.Card(phrases[Phrase.AskTitle], TeamsAskCards.Form(phrases, ids.NewId(), question)), TeamsResults.Opened);
    }

    private static TeamsAnswer Waiting(TeamsActivity activity, string turnId)
    {
        var phrases = PhrasesOf(activity);
        return Done(TeamsDialog.Card(phrases[Phrase.AskTitle], TeamsAskCards.Wait(phrases, turnId)), TeamsResults.Accepted);
    }

    private static TeamsAnswer Said(TeamsActivity activity, Phrase phrase, string result) => Done(TeamsDialog.Message(PhrasesOf(activity)[phrase]), result);

    private static TeamsAnswer Done(JsonObject body, string result) => TeamsAnswer.Ok(result) with { Body = body };

    private static Phrases PhrasesOf(TeamsActivity activity) => Phrases.For(activity.Root.Id("locale"u8));
}
