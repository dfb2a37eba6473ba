using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.Logging;

namespace ChatOpsBot.RagCore.Turns;

/// <summary>
/// Takes edits and deletions. Before a turn starts they change or cancel it; afterwards an edit becomes an offer in the card of the answer, and a deletion
/// takes the answer back (S-27, T-14). Neither ever leads to a second answer by itself.
/// </summary>
public sealed partial class ChangeDesk(
    IInbox inbox, ITurnJournal journal, RunningTurns running, IIdGenerator ids, TimeProvider time, ILogger<ChangeDesk> logger)
{
    internal const int MaxTurnsOfMessage = 20;

    /// <summary>Takes an edit.</summary>
    /// <exception cref="StoreUnavailableException">Nothing can be stored now; the platform is to deliver it again.</exception>
    public async Task<ChangeResult> EditAsync(InboundEdit edit, CancellationToken cancellationToken)
    {
        if (await inbox.TryEditAsync(edit, cancellationToken))
        {
            return ChangeResult.Taken;
        }

        var turns = await ListAsync(edit.Conversation, edit.MessageId, cancellationToken);

        // Platforms report a change also when they add a preview of a link; and an older edit may arrive late.
        return turns is [var newest, ..] && !newest.IsWithdrawn && newest.Message.Text != edit.Text && newest.Message.SentAt < edit.EditedAt
            && turns.FirstOrDefault(IsQuestion) is { } question
            ? await AcceptAsync(Offer(question, edit), cancellationToken)
            : ChangeResult.Ignored;
    }

    /// <summary>Takes a deletion.</summary>
    /// <exception cref="StoreUnavailableException">Nothing can be stored now; the platform is to deliver it again.</exception>
    public async Task<ChangeResult> RemoveAsync(InboundRemoval removal, CancellationToken cancellationToken)
    {
        var result = ChangeResult.Ignored;
        for (var left = MaxTurnsOfMessage; left > 0 && await inbox.TryCancelAsync(removal, cancellationToken); left--)
        {
            result = ChangeResult.Taken;
        }

        foreach (var question in (await ListAsync(removal.Conversation, removal.MessageId, cancellationToken)).Where(IsQuestion))
        {
            result = await WithdrawAsync(question, cancellationToken) switch
            {
                ChangeResult.Full => ChangeResult.Full,
                ChangeResult.Taken when result is not ChangeResult.Full => ChangeResult.Taken,
                _ => result,
            };
        }

        return result;
    }

    /// <summary>Takes the click of the person who asked on the offer to answer the changed question.</summary>
    /// <param name="offer">The turn whose id the button carries.</param>
    /// <param name="personId">Who clicked.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public async Task<ChangeResult> AnswerAgainAsync(TurnRecord offer, string personId, CancellationToken cancellationToken)
    {
        if (offer is not { IsWithdrawn: false, Message: { Errand: { Kind: ErrandKind.OfferAgain } about } said } || said.Sender.Id != personId)
        {
            return ChangeResult.Ignored;
        }

        return await AcceptAsync(
            ErrandMessages.About(said, about with { Kind = ErrandKind.AnswerAgain }, ids.NewId(), time.GetUtcNow()), cancellationToken);
    }

    private static bool IsQuestion(TurnRecord turn) => turn.Message.Errand is null or { Kind: ErrandKind.AnswerAgain };

    private InboundMessage Offer(TurnRecord question, InboundEdit edit)
    {
        var errand = new Errand(ErrandKind.OfferAgain, question.Message.TurnId);
        var version = edit.EditedAt.UtcTicks.ToString(CultureInfo.InvariantCulture);
        return ErrandMessages.About(question.Message, errand, ids.NewId(), time.GetUtcNow(), version) with { Text = edit.Text, SentAt = edit.EditedAt };
    }

    // The errand first: it outlives this process. What follows only makes the end come sooner.
    private async Task<ChangeResult> WithdrawAsync(TurnRecord question, CancellationToken cancellationToken)
    {
        var (message, turnId) = (question.Message, question.Message.TurnId);

        // A message id of its own, so that a deletion that is delivered again does not cancel it.
        var errand = ErrandMessages.About(TurnRecord.Emptied(message), new Errand(ErrandKind.Withdraw, turnId), ids.NewId(), time.GetUtcNow()) with
        {
            MessageId = $"withdraw:{turnId}",
        };
        var result = await AcceptAsync(errand, cancellationToken);
        if (result is ChangeResult.Taken)
        {
            AnswerWithdrawn(turnId);
            await journal.WithdrawAsync(message.Conversation.Tenant, turnId, cancellationToken);
            running.Stop(turnId);
        }

        return result;
    }

    private async Task<IReadOnlyList<TurnRecord>> ListAsync(ConversationKey conversation, string messageId, CancellationToken cancellationToken)
    {
        var turns = await journal.ListMessageAsync(conversation, messageId, MaxTurnsOfMessage, cancellationToken);
        return [.. turns.Where(turn => turn.State is not TurnState.Cancelled)];
    }

    private async Task<ChangeResult> AcceptAsync(InboundMessage errand, CancellationToken cancellationToken)
        => await inbox.AcceptAsync(errand, cancellationToken) switch
        {
            AcceptResult.Accepted => ChangeResult.Taken,
            AcceptResult.Duplicate => ChangeResult.Duplicate,
            _ => ChangeResult.Full,
        };

    [LoggerMessage(LogEvents.AnswerWithdrawn, LogLevel.Information, "The message of turn {TurnId} was deleted; its answer is taken back")]
    private partial void AnswerWithdrawn(string turnId);
}

/// <summary>What became of an edit, a deletion or a click.</summary>
public enum ChangeResult
{
    /// <summary>There is nothing to change, or the person may not.</summary>
    Ignored,

    /// <summary>It is stored and will be done, or is done.</summary>
    Taken,

    /// <summary>It was taken before.</summary>
    Duplicate,

    /// <summary>The inbox holds as many unfinished turns as it may; nothing was stored.</summary>
    Full,
}
