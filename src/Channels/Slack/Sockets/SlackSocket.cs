using System.Net.WebSockets;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.Channels.Slack.Sockets;

/// <summary>One connection of Socket Mode: takes envelopes side by side, within bounds, and acknowledges each when it is stored.</summary>
internal sealed class SlackSocket : IAsyncDisposable
{
    /// <summary>Why a connection ended when Slack did not say it.</summary>
    public const string Lost = "lost";

    private const int MaxAtOnce = 32;
    private const int MaxMessageBytes = BoundedBody.MaxRequestLength;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket = new();
    private readonly SlackSocketDispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _places = new(MaxAtOnce, MaxAtOnce);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TaskCompletionSource _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _receiving = Task.CompletedTask;

    private SlackSocket(SlackSocketDispatcher dispatcher, TimeProvider time)
    {
        (_dispatcher, _time) = (dispatcher, time);
        _socket.Options.KeepAliveInterval = KeepAlive;
        _socket.Options.KeepAliveTimeout = KeepAlive;
    }

    /// <summary>Gets the wait for the connection's end, or for Slack's word that it is near, with its reason.</summary>
    public Task<string> Ending => _ending.Task;

    /// <summary>Gets the wait for the connection's end.</summary>
    public Task Closed => _receiving;

    /// <summary>Opens a connection; it is ready when Slack has said hello.</summary>
    /// <exception cref="WebSocketException">It could not be opened.</exception>
    /// <exception cref="TimeoutException">Slack said nothing.</exception>
    public static async Task<SlackSocket> OpenAsync(Uri address, SlackSocketDispatcher dispatcher, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new SlackSocket(dispatcher, time);
        try
        {
            using var limit = new CancellationTokenSource(HelloTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            await socket._socket.ConnectAsync(address, both.Token);
            socket._receiving = socket.ReceiveAsync();
            await Task.WhenAny(socket._hello.Task, socket._ending.Task).WaitAsync(HelloTimeout, time, cancellationToken);
            return socket._hello.Task.IsCompleted ? socket : throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes what is still coming for a while, then ends the connection. What was not acknowledged is delivered again over another one.</summary>
    /// <param name="patience">How long it may still take something.</param>
    /// <param name="cancellationToken">Ends the connection at once.</param>
    public async Task FinishAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Closed, Task.Delay(patience, _time, cancellationToken));
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await CloseAsync();
        await _closing.CancelAsync();
        await _receiving;
        for (var place = 0; place < MaxAtOnce; place++)
        {
            await _places.WaitAsync(CancellationToken.None);
        }

        _socket.Dispose();
        _closing.Dispose();
        _places.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            using var message = new MemoryStream();
            while (await ReadAsync(message))
            {
                await TakeAsync(message.GetBuffer().AsMemory(0, (int)message.Length).ToArray());
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // What it owed comes over another connection.
        }

        _ending.TrySetResult(Lost);
    }

    // A message that is too long is passed over; Slack delivers it again and gives up in the end.
    private async Task<bool> ReadAsync(MemoryStream message)
    {
        var chunk = new byte[16 << 10];
        message.SetLength(0);
        var length = 0L;
        while (true)
        {
            var read = await _socket.ReceiveAsync(chunk.AsMemory(), _closing.Token);
            if (read.MessageType is WebSocketMessageType.Close)
            {
                return false;
            }

            length += read.Count;
            if (length <= MaxMessageBytes)
            {
                message.Write(chunk, 0, read.Count);
            }

            if (read.EndOfMessage && length <= MaxMessageBytes && read.MessageType is WebSocketMessageType.Text)
            {
                return true;
            }

            if (read.EndOfMessage)
            {
                message.SetLength(length = 0);
            }
        }
    }

    private async Task TakeAsync(byte[] text)
    {
        var document = TryParse(text);
        switch (document?.RootElement.Text("type"u8))
        {
            case null:
                document?.Dispose();
                break;
            case "hello":
                document.Dispose();
                _hello.TrySetResult();
                break;
            case "disconnect":
                _ending.TrySetResult(document.RootElement.Text("reason"u8) is "link_disabled" ? "link_disabled" : "refresh");
                document.Dispose();
                break;
            default:
                await _places.WaitAsync(_closing.Token);
                _ = AnswerAsync(document);
                break;
        }
    }

    private async Task AnswerAsync(JsonDocument envelope)
    {
        try
        {
            using (envelope)
            {
                // Storing ends by itself: what is half stored would be delivered again and not be told apart.
                if (await _dispatcher.TakeAsync(envelope.RootElement, CancellationToken.None) is { } acknowledgement)
                {
                    await SendAsync(acknowledgement);
                }
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The acknowledgement did not arrive: it is delivered again and known by its id.
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task SendAsync(byte[] text)
    {
        await _sending.WaitAsync(_closing.Token);
        try
        {
            await _socket.SendAsync(text.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(CloseTimeout, _time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _sending.WaitAsync(limit.Token);
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // It is gone already.
        }
    }

    private static JsonDocument? TryParse(byte[] text)
    {
        try
        {
            return JsonDocument.Parse(text, JsonMembers.Parsing);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
