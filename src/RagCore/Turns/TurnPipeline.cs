using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>Takes one leased turn to its recorded end. Read top to bottom: this is the product.</summary>
internal sealed partial class TurnPipeline(
    PlaceBook places,
    ReplyDecider decider,
    ReplyDispatcher dispatcher,
    ErrandRunner errands,
    RunningTurns running,
    ITurnJournal journal,
    IInbox inbox,
    IConversationMemory memory,
    TurnMetrics metrics,
    ILogger<TurnPipeline> logger)
{
    /// <summary>
    /// Runs or resumes the turn. Every step is durable before the next begins, so that a crash at any point is resumed by the next
    /// lease: nothing decided is decided again, nothing posted is posted again.
    /// </summary>
    public async Task RunAsync(LeasedTurn leased, CancellationToken cancellationToken)
    {
        using var scope = metrics.StartTurn(leased.Message.Conversation.Channel);

        if (leased.Message.Errand is { HasReply: false })
        {
            await errands.RunAsync(leased.Message, cancellationToken);
            await inbox.CompleteAsync(leased.Lease, cancellationToken);
            scope.EndedWithout("errand");
            return;
        }

        var turn = leased with { Message = await places.LocalizeAsync(leased.Message, cancellationToken) };
        if ((turn.Answer is null ? await AnswerAsync(turn, cancellationToken) : turn) is not { } answered)
        {
            await inbox.CompleteAsync(turn.Lease, cancellationToken);
            scope.EndedWithout("withdrawn");
            return;
        }

        await dispatcher.DeliverAsync(answered, cancellationToken);
        await RememberAsync(turn.Message, answered.Answer!, cancellationToken);
        await EndAsync(answered, cancellationToken);

        scope.Completed(answered.Answer!.Reply);
        TurnEnded(turn.Message.TurnId, scope.Outcome, turn.Attempt);
    }

    // Null when the message was deleted meanwhile: an errand that waits in the thread takes back what was posted.
    private async Task<LeasedTurn?> AnswerAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        if (turn.MayHavePosted && await IsWithdrawnAsync(turn, cancellationToken))
        {
            return null;
        }

        using var deciding = running.Begin(turn.Message.TurnId, cancellationToken);
        LeasedTurn decided;
        try
        {
            decided = await decider.DecideAsync(turn, deciding.Token);
        }
        catch (OperationCanceledException) when (deciding.IsStopped && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        if (await IsWithdrawnAsync(turn, cancellationToken))
        {
            return null;
        }

        await inbox.RecordAnswerAsync(turn.Lease, decided.Answer!, cancellationToken);
        return decided;
    }

    private async Task<bool> IsWithdrawnAsync(LeasedTurn turn, CancellationToken cancellationToken)
        => await journal.FindAsync(turn.Message.Conversation.Tenant, turn.Message.TurnId, cancellationToken) is { IsWithdrawn: true };

    private async Task EndAsync(LeasedTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Answer!.FailureCause is { } cause)
        {
            await inbox.DeadLetterAsync(turn.Lease, cause, cancellationToken);
            metrics.Died(turn.Message.Conversation.Channel, cause);
            return;
        }

        await inbox.CompleteAsync(turn.Lease, cancellationToken);
    }

    private async Task RememberAsync(InboundMessage message, StoredAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Question.Length > 0)
        {
            await memory.AppendAsync(message.Conversation, new Exchange(message.TurnId, answer.Question, answer.Reply, message.SentAt), cancellationToken);
        }
    }

    [LoggerMessage(LogEvents.TurnEnded, LogLevel.Information, "Turn {TurnId} ended: {Outcome}, attempt {Attempt}")]
    private partial void TurnEnded(string turnId, string outcome, int attempt);
}
