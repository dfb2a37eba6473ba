using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ChatOpsBot.TestKit.Attacks;

namespace ChatOpsBot.IntegrationTests.Attacks;

/// <summary>Sends bytes that no client library would, and reads what comes back.</summary>
internal sealed class RawClient(Uri address)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Returns the statuses of all answers on the connection; none when it was closed without one.</summary>
    public async Task<RawAnswer> SendAsync(Attack attack)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        var started = Stopwatch.GetTimestamp();
        var stream = client.GetStream();
        await TryWriteAsync(client, stream, attack, limit.Token);
        var read = await ReadToEndAsync(stream, limit.Token);
        return new RawAnswer(attack.Name, Statuses(read), Stopwatch.GetElapsedTime(started));
    }

    // The server may answer and close before it has read everything.
    private static async Task TryWriteAsync(TcpClient client, NetworkStream stream, Attack attack, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(attack.Bytes, cancellationToken);
            if (attack.IsCutShort)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (IOException)
        {
            // Closed by the server; what it said first is read below.
        }
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 << 10];
        try
        {
            for (var read = await stream.ReadAsync(buffer, cancellationToken); read > 0; read = await stream.ReadAsync(buffer, cancellationToken))
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // Reset by the server behind its answer.
        }

        return text.ToString();
    }

    private static List<int> Statuses(string read) =>
        [.. from line in read.Split("\r\n")
            where line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && line.Length >= 12
            select int.Parse(line.AsSpan(9, 3), CultureInfo.InvariantCulture)];
}

/// <summary>What came back for one attack.</summary>
internal sealed record RawAnswer(string Name, IReadOnlyList<int> Statuses, TimeSpan Elapsed)
{
    /// <summary>Gets a value indicating whether a message was stored because of it.</summary>
    public bool IsAccepted { get; init; }
}
