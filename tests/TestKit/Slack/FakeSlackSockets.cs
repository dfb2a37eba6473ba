using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>
/// Socket Mode of the fake Slack: addresses that work once, at most ten connections, envelopes over any of them, and again over another one when a connection ends
/// before they were acknowledged.
/// </summary>
public sealed class FakeSlackSockets(Func<Uri> address)
{
    public const string AppToken = "xapp-1-A000000001-0123456789-abcdef";

    private const int MaxConnections = 10;

    private readonly Lock _gate = new();
    private readonly List<Connection> _connections = [];
    private readonly HashSet<string> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Envelope> _pending = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> _acknowledged = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private int _next;
    private int _turn;

    /// <summary>Gets the acknowledgements by envelope.</summary>
    public IReadOnlyDictionary<string, JsonObject> Acknowledged => _acknowledged;

    /// <summary>Gets how many connections are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>Gets how many connections there ever were.</summary>
    public int Opened { get; private set; }

    /// <summary>Gets the most connections that were open at one time.</summary>
    public int Most { get; private set; }

    /// <summary>Gets how many envelopes were not acknowledged yet.</summary>
    public int Unacknowledged
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Delivers something and returns the id of its envelope.</summary>
    /// <param name="type"><c>events_api</c>, <c>slash_commands</c> or <c>interactive</c>.</param>
    /// <param name="payload">What is delivered.</param>
    public string Deliver(string type, JsonObject payload)
    {
        string id;
        lock (_gate)
        {
            id = $"envelope-{++_next}";
            _pending[id] = new Envelope(id, type, payload);
        }

        _ = FlushAsync();
        return id;
    }

    /// <summary>Says over one connection that it ends soon, and ends it when another one has been opened.</summary>
    /// <param name="reason"><c>warning</c>, <c>refresh_requested</c> or <c>link_disabled</c>.</param>
    public async Task DisconnectAsync(string reason)
    {
        if (Take() is { } connection)
        {
            connection.IsEnding = true;
            try
            {
                await connection.SendAsync(new JsonObject { ["type"] = "disconnect", ["reason"] = reason });
            }
            catch (Exception fault) when (IsGone(fault))
            {
                // Then it has ended without a word.
            }
        }
    }

    /// <summary>Breaks one connection off in the middle.</summary>
    public void Reset()
    {
        if (Take() is { } connection)
        {
            connection.Context.Abort();
        }
    }

    internal void Stop() => _stopping.Cancel();

    internal JsonObject Open(string authorization)
    {
        lock (_gate)
        {
            if (authorization != $"Bearer {AppToken}")
            {
                return FakeSlackMethods.Error("invalid_auth");
            }

            var ticket = string.Create(CultureInfo.InvariantCulture, $"ticket-{++_next}");
            _tickets.Add(ticket);
            var url = new UriBuilder(new Uri(address(), $"link/{ticket}")) { Scheme = Uri.UriSchemeWs };
            return new JsonObject { ["ok"] = true, ["url"] = url.Uri.AbsoluteUri };
        }
    }

    internal async Task AcceptAsync(HttpContext context, string ticket)
    {
        lock (_gate)
        {
            if (!_tickets.Remove(ticket) || _connections.Count == MaxConnections)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var connection = new Connection(context, socket);
        lock (_gate)
        {
            _connections.Add(connection);
            Opened++;
            Most = Math.Max(Most, _connections.Count);
        }

        try
        {
            await connection.SendAsync(new JsonObject { ["type"] = "hello", ["num_connections"] = 1 });
            await EndOldOnesAsync();
            await FlushAsync();
            await ReceiveAsync(connection);
        }
        catch (Exception fault) when (IsGone(fault))
        {
            // The connection is gone; what it owes goes over another one.
        }

        lock (_gate)
        {
            _connections.Remove(connection);
            foreach (var envelope in _pending.Values.Where(envelope => envelope.SentOver == connection))
            {
                envelope.SentOver = null;
                envelope.Attempt++;
            }
        }

        await FlushAsync();
    }

    private async Task EndOldOnesAsync()
    {
        List<Connection> old;
        lock (_gate)
        {
            old = _connections.FindAll(connection => connection.IsEnding);
        }

        foreach (var connection in old)
        {
            await connection.CloseAsync();
        }
    }

    private async Task ReceiveAsync(Connection connection)
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                read = await connection.Socket.ReceiveAsync(buffer.AsMemory(length), _stopping.Token);
                length += read.Count;
            }
            while (!read.EndOfMessage);
            if (read.MessageType is WebSocketMessageType.Close)
            {
                await connection.CloseAsync();
                return;
            }

            var acknowledgement = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, length))!.AsObject();
            var id = (string)acknowledgement["envelope_id"]!;
            lock (_gate)
            {
                _pending.Remove(id);
            }

            _acknowledged.TryAdd(id, acknowledgement);
        }
    }

    private async Task FlushAsync()
    {
        while (Next() is ({ } connection, { } envelope))
        {
            try
            {
                await connection.SendAsync(new JsonObject
                {
                    ["envelope_id"] = envelope.Id,
                    ["type"] = envelope.Type,
                    ["accepts_response_payload"] = envelope.Type != "events_api",
                    ["retry_attempt"] = envelope.Attempt,
                    ["payload"] = envelope.Payload.DeepClone(),
                });
            }
            catch (Exception fault) when (IsGone(fault))
            {
                return;
            }
        }
    }

    private (Connection Connection, Envelope Envelope)? Next()
    {
        lock (_gate)
        {
            var envelope = _pending.Values.FirstOrDefault(envelope => envelope.SentOver is null);
            if (envelope is null || _connections.Count == 0)
            {
                return null;
            }

            envelope.SentOver = _connections[_turn++ % _connections.Count];
            return (envelope.SentOver, envelope);
        }
    }

    private Connection? Take()
    {
        lock (_gate)
        {
            return _connections.Find(connection => !connection.IsEnding);
        }
    }

    private static bool IsGone(Exception fault)
        => fault is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;

    private sealed class Connection(HttpContext context, WebSocket socket)
    {
        private readonly SemaphoreSlim _sending = new(1, 1);

        public HttpContext Context { get; } = context;

        public WebSocket Socket { get; } = socket;

        public bool IsEnding { get; set; }

        public async Task CloseAsync()
        {
            await _sending.WaitAsync();
            try
            {
                if (Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                {
                    await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                }
            }
            catch (Exception fault) when (IsGone(fault))
            {
                // It is gone already.
            }
            finally
            {
                _sending.Release();
            }
        }

        public async Task SendAsync(JsonObject message)
        {
            await _sending.WaitAsync();
            try
            {
                await Socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
    }

    private sealed record Envelope(string Id, string Type, JsonObject Payload)
    {
        public Connection? SentOver { get; set; }

        public int Attempt { get; set; }
    }
}
