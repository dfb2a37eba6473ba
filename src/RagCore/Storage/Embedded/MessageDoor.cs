using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Stores messages, once each.</summary>
internal sealed class MessageDoor(EmbeddedStore store)
{
    private readonly EmbeddedState _state = store.State;

    public async ValueTask<AcceptResult> AcceptAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var ticket = store.Log.Rent();
            store.Writer.AcceptedHead(ticket, message);
            switch (TryClaim(ticket, out var other))
            {
                case ClaimResult.Claimed:
                    await Store(ticket, message);
                    return AcceptResult.Accepted;
                case ClaimResult.Duplicate:
                    ticket.Return();
                    return AcceptResult.Duplicate;
                case ClaimResult.Full:
                    ticket.Return();
                    return AcceptResult.Full;
                default:
                    // Saying "duplicate" now would lose the message if its twin, which is not on the disk yet, never gets there.
                    ticket.Return();
                    await other!.WaitAsync(cancellationToken);
                    break;
            }
        }
    }

    private ClaimResult TryClaim(AppendTicket ticket, out Task? other)
    {
        lock (_state.Gate)
        {
            var result = _state.Claims.TryClaim(ticket, _state.Turns, out var claim);
            other = result == ClaimResult.OnTheWay ? claim.Settled() : null;
            return result;
        }
    }

    private ValueTask Store(AppendTicket ticket, InboundMessage message)
    {
        try
        {
            RecordWriter.AcceptedBody(ticket, message);
        }
        catch
        {
            store.Release([ticket]);
            ticket.Return();
            throw;
        }

        return store.CommitAsync(ticket);
    }
}
