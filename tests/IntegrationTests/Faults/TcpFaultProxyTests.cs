using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ChatOpsBot.TestKit.Faults;

namespace ChatOpsBot.IntegrationTests.Faults;

/// <summary>The proxy that the fault drills stand on goes wrong as told: before a server that says back what it is told.</summary>
public sealed class TcpFaultProxyTests : IAsyncDisposable
{
    private static readonly byte[] Said = Encoding.ASCII.GetBytes("0123456789");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    // A timer may be a millisecond early: bounds from below leave it a tenth.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    private readonly EchoServer _server = new();
    private readonly TcpFaultProxy _proxy;

    public TcpFaultProxyTests() => _proxy = TcpFaultProxy.Start(_server.Port);

    [Fact]
    public async Task Without_a_fault_everything_passes_in_both_directions()
    {
        using var client = await ConnectAsync();
        var stream = client.GetStream();

        Assert.Equal(Said, await AskAsync(client));
        client.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_closed_port_refuses_and_resets_until_it_is_open_again()
    {
        using var before = await ConnectAsync();
        Assert.Equal(Said, await AskAsync(before));

        await _proxy.SetAsync(TcpFault.Refuse);
        await Assert.ThrowsAsync<IOException>(() => AskAsync(before));
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(ConnectAsync)).SocketErrorCode);

        await _proxy.SetAsync(TcpFault.None);
        using var after = await ConnectAsync();
        Assert.Equal(Said, await AskAsync(after));
    }

    [Fact]
    public async Task Late_answers_come_whole_and_not_before_their_time()
    {
        using var client = await ConnectAsync();
        await _proxy.SetAsync(TcpFault.Latency(Silence));

        var waited = Stopwatch.StartNew();
        Assert.Equal(Said, await AskAsync(client));
        Assert.True(waited.Elapsed >= Silence * 0.9, $"{waited.Elapsed}");
    }

    [Fact]
    public async Task Late_answers_come_at_once_when_the_fault_is_over()
    {
        using var client = await ConnectAsync();
        await _proxy.SetAsync(TcpFault.Latency(TimeSpan.FromHours(1)));
        var asking = AskAsync(client);
        Assert.NotSame(asking, await Task.WhenAny(asking, Task.Delay(Silence)));

        await _proxy.SetAsync(TcpFault.None);
        Assert.Equal(Said, await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_narrow_line_takes_its_time()
    {
        using var client = await ConnectAsync();
        await _proxy.SetAsync(TcpFault.Bandwidth(bytesPerSecond: 20));

        var waited = Stopwatch.StartNew();
        Assert.Equal(Said, await AskAsync(client));
        Assert.True(waited.Elapsed >= Silence * 0.9, $"{waited.Elapsed}");
    }

    [Fact]
    public async Task A_reset_comes_after_as_many_bytes_as_told()
    {
        await _proxy.SetAsync(TcpFault.ResetAfter(bytes: 14));
        using var client = await ConnectAsync();

        Assert.Equal(Said, await AskAsync(client));
        await Assert.ThrowsAsync<IOException>(() => AskAsync(client));
    }

    [Fact]
    public async Task A_cut_ends_in_good_order_in_the_middle()
    {
        await _proxy.SetAsync(TcpFault.CutAfter(bytes: 4));
        using var client = await ConnectAsync();

        await client.GetStream().WriteAsync(Said);
        using var everything = new MemoryStream();
        await client.GetStream().CopyToAsync(everything).WaitAsync(Patience);
        Assert.Equal(Said[..4], everything.ToArray());
    }

    [Fact]
    public async Task Half_open_takes_everything_and_says_nothing_until_it_is_over()
    {
        await _proxy.SetAsync(TcpFault.HalfOpen);
        using var client = await ConnectAsync();
        var asking = AskAsync(client);
        Assert.NotSame(asking, await Task.WhenAny(asking, Task.Delay(Silence)));
        Assert.Equal(0, _server.Received);

        await _proxy.SetAsync(TcpFault.None);
        Assert.Equal(Said, await asking.WaitAsync(Patience));
    }

    [Fact]
    public async Task Garbage_is_as_long_as_the_answer_and_nothing_like_it()
    {
        using var client = await ConnectAsync();
        await _proxy.SetAsync(TcpFault.Garbage);

        Assert.DoesNotContain(Said.Zip(await AskAsync(client)), pair => pair.First == pair.Second);
    }

    [Fact]
    public async Task Dropping_ends_every_connection_now_and_takes_new_ones()
    {
        using var before = await ConnectAsync();
        Assert.Equal(Said, await AskAsync(before));

        await _proxy.DropAllAsync();
        Assert.Equal(0, _proxy.Connections);
        await Assert.ThrowsAsync<IOException>(() => AskAsync(before));
        using var after = await ConnectAsync();
        Assert.Equal(Said, await AskAsync(after));
    }

    [Fact]
    public async Task A_server_that_does_not_run_is_a_reset_connection()
    {
        await _server.DisposeAsync();

        // The reset may come while the client connects, before it has a stream, or when it reads.
        var fault = await Record.ExceptionAsync(async () =>
        {
            using var client = await ConnectAsync();
            await AskAsync(client);
        });
        Assert.True(fault is IOException or SocketException or InvalidOperationException, $"{fault}");
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _proxy.Port);
        return client;
    }

    private static async Task<byte[]> AskAsync(TcpClient client)
    {
        var answer = new byte[Said.Length];
        await client.GetStream().WriteAsync(Said);
        await client.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(Patience);
        return answer;
    }
}
