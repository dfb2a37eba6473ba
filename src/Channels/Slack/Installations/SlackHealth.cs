using System.Collections.Concurrent;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>What an operator should look at, as far as this process has seen it.</summary>
internal sealed class SlackHealth
{
    private readonly ConcurrentDictionary<string, string> _faults = new(StringComparer.Ordinal);
    private int _sockets;
    private volatile bool _wantsSockets;

    /// <summary>Gets what is wrong; null when nothing is.</summary>
    public string? Degradation => !_faults.IsEmpty
        ? $"Slack gives no new token for {string.Join(", ", _faults.Keys.Order(StringComparer.Ordinal).Take(5))}: install the app there again."
        : _wantsSockets && Volatile.Read(ref _sockets) == 0 ? "No connection of Socket Mode is open; the log of the process says why." : null;

    public void Installation(string id, string? fault)
    {
        if (fault is null)
        {
            _faults.TryRemove(id, out _);
        }
        else
        {
            _faults[id] = fault;
        }
    }

    public void SocketsWanted() => _wantsSockets = true;

    public void SocketOpened() => Interlocked.Increment(ref _sockets);

    public void SocketClosed() => Interlocked.Decrement(ref _sockets);
}
