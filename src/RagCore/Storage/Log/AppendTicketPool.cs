using System.Collections.Concurrent;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Tickets that wait to be used again.</summary>
internal sealed class AppendTicketPool(JsonWriterOptions json)
{
    private const int MaxKept = 1_024;

    private readonly ConcurrentQueue<AppendTicket> _free = new();
    private int _kept;

    public AppendTicket Rent()
    {
        if (!_free.TryDequeue(out var ticket))
        {
            return new AppendTicket(this, json);
        }

        Interlocked.Decrement(ref _kept);
        return ticket;
    }

    public void Return(AppendTicket ticket)
    {
        if (Interlocked.Increment(ref _kept) <= MaxKept)
        {
            _free.Enqueue(ticket);
            return;
        }

        Interlocked.Decrement(ref _kept);
        ticket.Dispose();
    }
}
