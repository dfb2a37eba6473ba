using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Changes messages whose turn has not started. One change at a time: they are rare, and two of one message must not cross.</summary>
internal sealed class MessageChanges(EmbeddedStore store) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly EmbeddedState _state = store.State;
    private readonly TurnReader _reader = new(store.Log);

    public Task<bool> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken)
        => TryChangeAsync(edit.Conversation, edit.MessageId, (ticket, message, changedAt) => Edit(ticket, message, changedAt, edit), cancellationToken);

    public Task<bool> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
        => TryChangeAsync(removal.Conversation, removal.MessageId, Cancel, cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<bool> TryChangeAsync(
        ConversationKey conversation,
        string messageId,
        Func<AppendTicket, InboundMessage, DateTimeOffset?, bool> write,
        CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Hold(conversation, messageId, out var snapshot) is { } turn && await ChangeAsync(turn, snapshot, messageId, write);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<bool> ChangeAsync(
        PendingTurn turn, TurnSnapshot snapshot, string messageId, Func<AppendTicket, InboundMessage, DateTimeOffset?, bool> write)
    {
        try
        {
            if (_reader.Read(snapshot) is not { } stored || !string.Equals(stored.Message.MessageId, messageId, StringComparison.Ordinal))
            {
                return false;
            }

            var ticket = store.Log.Rent();
            if (write(ticket, stored.Message, _reader.ReadEditTime(snapshot.Message)))
            {
                await store.CommitAsync(ticket);
            }
            else
            {
                ticket.Return();
            }

            return true;
        }
        finally
        {
            LetGo(turn);
        }
    }

    // A platform does not promise the order of edits; an older one that arrives late must not undo a newer one.
    private bool Edit(AppendTicket ticket, InboundMessage message, DateTimeOffset? changedAt, InboundEdit edit)
    {
        if (edit.EditedAt < changedAt)
        {
            return false;
        }

        store.Writer.Edited(ticket, KeyHash.Of(message.TurnId), message with { Text = edit.Text }, edit.EditedAt);
        return true;
    }

    private bool Cancel(AppendTicket ticket, InboundMessage message, DateTimeOffset? changedAt)
    {
        store.Writer.Plain(ticket, RecordType.Cancelled, KeyHash.Of(message.TurnId));
        return true;
    }

    /// <summary>Finds the turn and keeps workers away from it.</summary>
    private PendingTurn? Hold(ConversationKey conversation, string messageId, out TurnSnapshot snapshot)
    {
        var thread = Keys.OfThread(conversation);
        var checksum = Keys.ChecksumOf(messageId);
        lock (_state.Gate)
        {
            var turn = _state.Turns.FindThread(thread)?.First;
            while (turn is not null && !(turn.MessageIdChecksum == checksum && turn.IsUntouched))
            {
                turn = turn.NextInThread;
            }

            snapshot = turn is null ? default : TurnSnapshot.Of(turn.Entry);
            if (turn is not null)
            {
                turn.Work |= PendingWork.Changing;
            }

            return turn;
        }
    }

    private void LetGo(PendingTurn turn)
    {
        lock (_state.Gate)
        {
            turn.Work &= ~PendingWork.Changing;
            _state.Queue.Touch(turn.Entry.Thread);
            _state.Queue.Dispatch();
        }
    }
}
