using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using ChatOpsBot.TestKit.Processes;

namespace ChatOpsBot.TestKit.Servers;

/// <summary>A real server that speaks S3's protocol and checks signatures, on a free loopback port, with its objects in a temporary folder.</summary>
public sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "acme-documents";
    public const string AccessKey = "AKIATESTONLY";
    public const string SecretKey = "only-for-tests/Kq7+pW2";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chatopsbot-s3-");
    private ServerProcess? _process;

    private S3Server()
    {
    }

    public int Port { get; } = LoopbackPort.Free();

    private string Log => Path.Combine(_folder.FullName, "server.log");

    private string Objects => Path.Combine(_folder.FullName, "objects");

    /// <summary>Returns the address of the service, or of what stands before it.</summary>
    public static Uri AddressOf(int port) => new($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");

    public static async Task<S3Server> StartNewAsync()
    {
        var server = new S3Server();
        await server.StartAsync();
        return server;
    }

    /// <summary>Returns a client as an operator has one.</summary>
    public AmazonS3Client Connect() => new(
        new BasicAWSCredentials(AccessKey, SecretKey),
        new AmazonS3Config
        {
            ServiceURL = AddressOf(Port).AbsoluteUri,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    /// <summary>Starts the server, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        Directory.CreateDirectory(Objects);
        _process = ServerProcess.Start(
            "node",
            ["--openssl-legacy-provider", Path.Combine(NpmClients.Folder(), "s3-server.mjs"), Port.ToString(CultureInfo.InvariantCulture), Objects, Bucket, AccessKey, SecretKey],
            Log);
        using var client = Connect();
        for (var until = DateTime.UtcNow + Patience; !await AnswersAsync(client);)
        {
            if (DateTime.UtcNow > until || _process.HasExited)
            {
                throw new InvalidOperationException($"The S3 server does not answer: {await File.ReadAllTextAsync(Log)}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Ends the server at once.</summary>
    public async Task CrashAsync()
    {
        await _process!.SignalAsync("KILL");
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Sets when an object was written, as every client is told.</summary>
    public void Backdate(string key, DateTimeOffset time)
        => File.SetLastWriteTimeUtc(Path.Combine(Objects, Bucket, key + "._S3rver_object"), time.UtcDateTime);

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task<bool> AnswersAsync(AmazonS3Client client)
    {
        try
        {
            await client.ListObjectsV2Async(new() { BucketName = Bucket, MaxKeys = 1 });
            return true;
        }
        catch (Exception fault) when (fault is AmazonServiceException or HttpRequestException)
        {
            return false;
        }
    }
}
