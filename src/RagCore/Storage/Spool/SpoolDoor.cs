using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>Writes messages into the spool, once each.</summary>
internal sealed class SpoolDoor(Spool spool)
{
    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var log = spool.Log;
            var ticket = Write(log, message);
            switch (TryClaim(ticket, out var other))
            {
                case ClaimResult.Claimed:
                    await Spool.CommitAsync(log, ticket);
                    return AcceptResult.Accepted;
                case ClaimResult.Duplicate:
                    ticket.Return();
                    return AcceptResult.Duplicate;
                case ClaimResult.Full:
                    ticket.Return();
                    throw new StoreUnavailableException("The spool holds as many bytes as it may (Storage:Spool:MaxBytes).");
                default:
                    // Saying "duplicate" now would lose the message if its twin, which is not on the disk yet, never gets there.
                    ticket.Return();
                    await other!.WaitAsync(cancellationToken);
                    break;
            }
        }
    }

    private AppendTicket Write(SegmentedLog log, InboundMessage message)
    {
        var ticket = log.Rent();
        try
        {
            spool.Writer.AcceptedHead(ticket, message);
            RecordWriter.AcceptedBody(ticket, message);
            return ticket;
        }
        catch
        {
            ticket.Return();
            throw;
        }
    }

    private ClaimResult TryClaim(AppendTicket ticket, out Task? other)
    {
        lock (spool.Table.Gate)
        {
            var result = spool.Table.TryClaim(ticket, out var claim);
            other = result == ClaimResult.OnTheWay ? claim.Settled() : null;
            return result;
        }
    }
}
