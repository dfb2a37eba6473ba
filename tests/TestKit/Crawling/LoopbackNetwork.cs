using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.TestKit.Crawling;

/// <summary>
/// A network in which every public address is one site on this machine. Names resolve as a test says, to a public address otherwise; nothing
/// but what was asked to be connected to is connected to, and everything that was is known.
/// </summary>
internal sealed class LoopbackNetwork(TestSite site) : ICrawlNetwork
{
    public static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> _answers = new(StringComparer.OrdinalIgnoreCase);
    private int _resolved;

    /// <summary>Gets the addresses that were connected to.</summary>
    public ConcurrentQueue<IPEndPoint> Dialed { get; } = new();

    /// <summary>Gets how many names were asked for.</summary>
    public int Resolved => _resolved;

    /// <summary>Gets or sets a value indicating whether connections are refused.</summary>
    public bool IsDown { get; set; }

    public RemoteCertificateValidationCallback? CertificateCheck
        => (_, certificate, _, _) => certificate?.GetCertHashString() == site.Certificate.GetCertHashString();

    /// <summary>Says what a name resolves to, one answer after the other; the last one stays.</summary>
    public void Answer(string host, params string[] answers)
        => _answers[host] = new ConcurrentQueue<IPAddress[]>(answers.Select(answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _resolved);
        if (!_answers.TryGetValue(host, out var answers))
        {
            return Task.FromResult<IReadOnlyList<IPAddress>>([Public]);
        }

        answers.TryPeek(out var answer);
        if (answers.Count > 1)
        {
            answers.TryDequeue(out _);
        }

        return Task.FromResult<IReadOnlyList<IPAddress>>(answer!);
    }

    public async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Dialed.Enqueue(address);
        if (IsDown || address.Port != 443)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, site.Port), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
