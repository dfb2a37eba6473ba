using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Turns.Waiting;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>A question on its way into the inbox.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Message">What is asked.</param>
/// <param name="ConversationId">The conversation the caller named, if any.</param>
/// <param name="MayRepeat">Whether an Idempotency-Key names it, so that it may have been asked before.</param>
internal sealed record ChatSubmission(WebCaller Caller, InboundMessage Message, string? ConversationId, bool MayRepeat);

/// <summary>Stores a question, or recognises one that was stored before, and holds a place for its answer.</summary>
internal sealed class ChatDoor(IInbox inbox, ITurnJournal journal, ReplyWaiters waiters)
{
    private static readonly WebProblem KeyReused = new(
        422, "idempotency_key_reused", "This Idempotency-Key was used for another question. Use a new one.");

    public async Task<(ReplyWait? Wait, WebProblem? Problem)> SubmitAsync(ChatSubmission submission, CancellationToken cancellationToken)
    {
        if (waiters.TryAdd(submission.Message.TurnId) is not { } wait)
        {
            return (null, WebProblem.Busy);
        }

        WebProblem? problem = WebProblem.Failed;
        try
        {
            problem = await AcceptAsync(submission, cancellationToken);
            return problem is null ? (wait, null) : (null, problem);
        }
        finally
        {
            if (problem is not null)
            {
                wait.Dispose();
            }
        }
    }

    // A turn id stands for an Idempotency-Key for as long as the journal knows the turn, which is longer than dedupe keys are kept.
    private async Task<WebProblem?> AcceptAsync(ChatSubmission submission, CancellationToken cancellationToken)
    {
        var message = submission.Message;
        var known = submission.MayRepeat ? await FindAsync(message, cancellationToken) : null;
        if (known is null)
        {
            var result = await inbox.AcceptAsync(message, cancellationToken);
            if (result is not AcceptResult.Duplicate)
            {
                return result is AcceptResult.Full ? WebProblem.Busy : null;
            }

            known = await FindAsync(message, cancellationToken);
        }

        return known is null || IsSameQuestion(submission, known.Message) ? null : KeyReused;
    }

    private Task<TurnRecord?> FindAsync(InboundMessage message, CancellationToken cancellationToken)
        => journal.FindAsync(message.Conversation.Tenant, message.TurnId, cancellationToken);

    private static bool IsSameQuestion(ChatSubmission submission, InboundMessage known)
        => submission.Caller.Owns(known.Conversation, out var knownId)
            && string.Equals(known.Text, submission.Message.Text, StringComparison.Ordinal)
            && (submission.ConversationId is null || string.Equals(knownId, submission.ConversationId, StringComparison.Ordinal));
}
