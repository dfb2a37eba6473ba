using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Changes messages that wait. What is being handed over is awaited: it is the database's afterwards, or waits again.</summary>
internal sealed class SpoolChanges(Spool spool)
{
    public Task<bool?> TryEditAsync(InboundEdit edit, CancellationToken cancellationToken)
        => TryChangeAsync(edit.Conversation, edit.MessageId, (ticket, entry, message) => Edit(ticket, entry, message, edit), cancellationToken);

    public Task<bool?> TryCancelAsync(InboundRemoval removal, CancellationToken cancellationToken)
        => TryChangeAsync(removal.Conversation, removal.MessageId, Cancel, cancellationToken);

    private async Task<bool?> TryChangeAsync(
        ConversationKey conversation, string messageId, Func<AppendTicket, SpoolEntry, InboundMessage, bool> write, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entry = Find(conversation, messageId, out var busy);
            if (busy is not null)
            {
                await busy.WaitAsync(cancellationToken);
                continue;
            }

            return entry is null ? null : await ChangeAsync(entry, messageId, write);
        }
    }

    private async Task<bool?> ChangeAsync(SpoolEntry entry, string messageId, Func<AppendTicket, SpoolEntry, InboundMessage, bool> write)
    {
        try
        {
            var log = spool.Log;
            var message = log.Read(entry.Message, static payload => StoredForm.ReadMessage(new StoredRecord(payload).Body));
            if (message is null || !string.Equals(message.MessageId, messageId, StringComparison.Ordinal))
            {
                return null;
            }

            if (entry.IsCancelled)
            {
                return false;
            }

            var ticket = log.Rent();
            if (write(ticket, entry, message))
            {
                await WriteAsync(log, ticket);
            }
            else
            {
                ticket.Return();
            }

            return true;
        }
        finally
        {
            LetGo(entry);
        }
    }

    // A platform does not promise the order of edits; an older one that arrives late must not undo a newer one.
    private bool Edit(AppendTicket ticket, SpoolEntry entry, InboundMessage message, InboundEdit edit)
    {
        if (edit.EditedAt.UtcTicks < entry.ChangedAt)
        {
            return false;
        }

        spool.Writer.Edited(ticket, entry.Turn, message with { Text = edit.Text }, edit.EditedAt);
        return true;
    }

    private bool Cancel(AppendTicket ticket, SpoolEntry entry, InboundMessage message)
    {
        spool.Writer.Plain(ticket, RecordType.Cancelled, entry.Turn);
        return true;
    }

    private async Task WriteAsync(SegmentedLog log, AppendTicket ticket)
    {
        bool fits;
        lock (spool.Table.Gate)
        {
            fits = spool.Table.Fits(ticket.Frame.Length);
        }

        if (!fits)
        {
            ticket.Return();
            throw new StoreUnavailableException("The spool holds as many bytes as it may (Storage:Spool:MaxBytes).");
        }

        await Spool.CommitAsync(log, ticket);
    }

    /// <summary>Finds the message and keeps the drain away from it, or says what to await.</summary>
    private SpoolEntry? Find(ConversationKey conversation, string messageId, out Task? busy)
    {
        var thread = Keys.OfThread(conversation);
        var checksum = Keys.ChecksumOf(messageId);
        lock (spool.Table.Gate)
        {
            var entry = spool.Table.InThread(thread).FirstOrDefault(candidate => candidate.MessageIdChecksum == checksum);
            busy = entry is { Work: not SpoolWork.None } ? entry.Freed() : null;
            if (entry is not null && busy is null)
            {
                entry.Work = SpoolWork.Changing;
            }

            return entry;
        }
    }

    private void LetGo(SpoolEntry entry)
    {
        lock (spool.Table.Gate)
        {
            entry.Free();
            spool.Announce();
        }
    }
}
