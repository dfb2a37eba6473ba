using System.Globalization;
using System.Text;
using Amazon.S3;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.S3;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.IntegrationTests.Storage.S3;

/// <summary>A prefix of the bucket that no other test has, with an operator's client and as many processes as a test needs.</summary>
internal sealed class S3Stage : IDisposable
{
    private static int _prefixes;

    private readonly S3Server _server;
    private readonly List<IDisposable> _opened = [];

    public S3Stage(S3Server server)
    {
        _server = server;
        Operator = server.Connect();
    }

    /// <summary>Gets the folder in which a process keeps its mirror.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("chatopsbot-mirror-").FullName;

    public string Prefix { get; } = "prefix-" + Interlocked.Increment(ref _prefixes).ToString(CultureInfo.InvariantCulture);

    public AmazonS3Client Operator { get; }

    public RecordingLogs Logs { get; } = new();

    public S3Keys Keys => new(Prefix);

    /// <summary>Opens the store as a process does that was just started.</summary>
    public S3DocumentStore Open(InterceptedNetwork? network = null, TimeProvider? clock = null, Action<S3Options>? configure = null, int? port = null, long maxFileBytes = 1 << 20)
    {
        var settings = new S3Options
        {
            Endpoint = S3Server.AddressOf(port ?? _server.Port),
            Bucket = S3Server.Bucket,
            Prefix = Prefix,
            AccessKey = S3Server.AccessKey,
            SecretKey = S3Server.SecretKey,
            PollInterval = TimeSpan.FromMilliseconds(100),
        };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        var logs = LoggerFactory.Create(builder => builder.AddProvider(Logs));
        var bucket = new S3Bucket(options, new S3Network(network), TimeProvider.System, new Random(1));
        var folder = new MirrorFolder(Folder, Keys, new TimeOrderedIdGenerator(TimeProvider.System));
        var mirror = new S3Mirror(
            bucket, Keys, folder, Options.Create(new KnowledgeOptions { MaxFileBytes = maxFileBytes }), clock ?? TimeProvider.System, logs.CreateLogger<S3Mirror>());
        _opened.AddRange([mirror, bucket, logs]);
        return new S3DocumentStore(bucket, Keys, mirror, options, TimeProvider.System, logs.CreateLogger<S3DocumentStore>());
    }

    /// <summary>Puts an object as an operator does, with any key and readers, or none.</summary>
    public async Task PutAsync(string key, string text, string? readers = null)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var request = new Amazon.S3.Model.PutObjectRequest { BucketName = S3Server.Bucket, Key = key, InputStream = body, UseChunkEncoding = false };
        if (readers is not null)
        {
            request.Metadata["readers"] = readers;
        }

        await Operator.PutObjectAsync(request);
    }

    public string KeyOf(string path) => Keys.KeyOf(TenantId.Default, path);

    public void Backdate(string path, DateTimeOffset time) => _server.Backdate(KeyOf(path), time);

    public void Dispose()
    {
        _opened.ForEach(opened => opened.Dispose());
        Operator.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
