using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChatOpsBot.TestKit.Faults;

/// <summary>Stands before a server on a loopback port of its own, and goes wrong as told, at any time.</summary>
public sealed class TcpFaultProxy : IAsyncDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    private readonly int _target;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly Lock _gate = new();
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;
    private volatile TcpFaultSetting _setting = new(TcpFault.None);

    private TcpFaultProxy(int target, int port)
    {
        _target = target;
        Port = port;
    }

    /// <summary>Gets the port clients connect to.</summary>
    public int Port { get; }

    /// <summary>Gets what goes wrong now.</summary>
    public TcpFault Fault => _setting.Fault;

    /// <summary>Gets how many connections are open.</summary>
    public int Connections => _connections.Count;

    internal TcpFaultSetting Setting => _setting;

    /// <summary>Stands before the server on this port; the server need not run yet.</summary>
    public static TcpFaultProxy Start(int target)
    {
        var listener = Listen(0);
        var proxy = new TcpFaultProxy(target, ((IPEndPoint)listener.LocalEndpoint).Port);
        proxy.Accept(listener);
        return proxy;
    }

    /// <summary>Changes what goes wrong, for open connections too.</summary>
    public async Task SetAsync(TcpFault fault)
    {
        var before = _setting;
        _setting = new TcpFaultSetting(fault);
        if (fault.Kind is TcpFaultKind.Refuse)
        {
            await CloseAsync();
            await DropAllAsync();
        }
        else
        {
            Reopen();
        }

        before.End();
    }

    /// <summary>Resets every open connection now.</summary>
    public Task DropAllAsync()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Reset();
        }

        return Task.WhenAll(_connections.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await DropAllAsync();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private void Accept(TcpListener listener)
    {
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    private void Reopen()
    {
        lock (_gate)
        {
            if (_listener is null)
            {
                Accept(Listen(Port));
            }
        }
    }

    private Task CloseAsync()
    {
        lock (_gate)
        {
            _listener?.Stop();
            _listener = null;
            return _accepting;
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                Serve(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The port was closed.
        }
    }

    private void Serve(Socket client)
    {
        var connection = new ProxiedConnection(this, client);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = done.Task;
        _ = RunAsync(connection, done);
    }

    private async Task RunAsync(ProxiedConnection connection, TaskCompletionSource done)
    {
        try
        {
            using var limit = new CancellationTokenSource(ConnectPatience);
            await connection.RunAsync(_target, limit.Token);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            connection.Reset();
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
            done.SetResult();
        }
    }
}
