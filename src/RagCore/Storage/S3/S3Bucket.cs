using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>
/// The only way to the bucket. A use has one limit in time for all its tries; every request here may be sent twice, so what may be a passing fault is
/// tried again.
/// </summary>
internal sealed class S3Bucket : IDisposable
{
    private const int MaxTries = 3;
    private const int MaxPages = 2000;
    private const string Put = "put";
    private const string List = "list";
    private const string Head = "head";
    private const string Get = "get";
    private const string ReadersField = "readers";
    private const string DefaultRegion = "us-east-1";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly S3Options _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Lazy<AmazonS3Client> _client;

    public S3Bucket(IOptions<S3Options> options, S3Network network, TimeProvider time, Random random)
    {
        _options = options.Value;
        _time = time;
        _random = random;
        _client = new Lazy<AmazonS3Client>(() => Connect(_options, network));
    }

    /// <summary>Gets what tells one configured bucket from another.</summary>
    public string Identity => $"{_options.Endpoint?.AbsoluteUri} {_options.Region} {_options.Bucket} {_options.Prefix}";

    /// <summary>Writes an object, content and readers at once.</summary>
    /// <exception cref="StoreUnavailableException">It could not be written; it may have been, when the answer was lost.</exception>
    public Task PutAsync(string key, string readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        => UseAsync(
            Put,
            async token =>
            {
                using var body = new MemoryStream(content.ToArray(), writable: false);
                var request = new PutObjectRequest { BucketName = _options.Bucket, Key = key, InputStream = body, AutoCloseStream = false, UseChunkEncoding = false };
                request.Metadata[ReadersField] = readers;
                return await _client.Value.PutObjectAsync(request, token);
            },
            cancellationToken);

    /// <summary>Lists all objects whose keys begin so. A page is one use.</summary>
    /// <exception cref="StoreUnavailableException">The list cannot be had in whole.</exception>
    public async Task<IReadOnlyList<S3Entry>> ListAsync(string start, CancellationToken cancellationToken)
    {
        var entries = new List<S3Entry>();
        var next = default(string);
        for (var page = 0; page < MaxPages; page++)
        {
            var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = start, ContinuationToken = next };
            var answer = await UseAsync(List, token => _client.Value.ListObjectsV2Async(request, token), cancellationToken);
            entries.AddRange((answer!.S3Objects ?? []).Select(Entry));
            if (answer.IsTruncated is not true || string.IsNullOrEmpty(answer.NextContinuationToken))
            {
                return entries;
            }

            next = answer.NextContinuationToken;
        }

        throw new StoreUnavailableException($"The bucket {_options.Bucket} has more than {MaxPages} pages of documents: give {S3Options.SectionName}:{nameof(S3Options.Prefix)}, or fewer documents.");
    }

    /// <summary>Returns what an object is, without its content; null when it is gone.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be asked now.</exception>
    public Task<S3Version?> HeadAsync(string key, CancellationToken cancellationToken)
        => UseAsync(
            Head,
            async token =>
            {
                var answer = await _client.Value.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _options.Bucket, Key = key }, token);
                return new S3Version(answer.ETag, answer.Metadata[ReadersField]);
            },
            cancellationToken);

    /// <summary>Returns an object, without content when it is larger than allowed; null when it is gone.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read now.</exception>
    public Task<S3Version?> GetAsync(string key, long maxBytes, CancellationToken cancellationToken)
        => UseAsync(
            Get,
            async token =>
            {
                using var answer = await _client.Value.GetObjectAsync(new GetObjectRequest { BucketName = _options.Bucket, Key = key }, token);
                var version = new S3Version(answer.ETag, answer.Metadata[ReadersField]);
                return answer.ContentLength is >= 0 && answer.ContentLength <= maxBytes
                    ? version with { Content = await ReadAsync(answer.ResponseStream, answer.ContentLength, token) }
                    : version;
            },
            cancellationToken);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static AmazonS3Client Connect(S3Options options, S3Network network)
    {
        var config = new AmazonS3Config
        {
            HttpClientFactory = network,
            AllowAutoRedirect = false,
            MaxErrorRetry = 0,
            Timeout = Timeout.InfiniteTimeSpan,
            ForcePathStyle = options.ForcePathStyle ?? options.Endpoint is not null,

            // What is signed has its hash already, and not every service knows the newer sums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = options.Region ?? DefaultRegion;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return options.AccessKey is { } key ? new AmazonS3Client(new BasicAWSCredentials(key, options.SecretKey), config) : new AmazonS3Client(config);
    }

    private static S3Entry Entry(S3Object listed) => new(
        listed.Key,
        listed.ETag,
        listed.LastModified is { } changed ? new DateTimeOffset(changed.ToUniversalTime()).ToUnixTimeSeconds() : 0,
        listed.Size ?? 0);

    private static async Task<byte[]> ReadAsync(Stream stream, long length, CancellationToken cancellationToken)
    {
        var content = new byte[length];
        await stream.ReadExactlyAsync(content, cancellationToken);
        return content;
    }

    private async Task<T?> UseAsync<T>(string use, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await TryAsync(use, call, both.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException($"The bucket {_options.Bucket} did not answer '{use}' within {_options.Timeout} ({S3Options.SectionName}:{nameof(S3Options.Timeout)}).", fault);
        }
    }

    private async Task<T?> TryAsync<T>(string use, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception fault) when (use is Head or Get && S3Faults.IsGone(fault))
            {
                return null;
            }
            catch (Exception fault) when (S3Faults.IsFault(fault))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (number == MaxTries || !S3Faults.IsPassing(fault))
                {
                    throw S3Faults.Of(_options.Bucket!, use, fault);
                }
            }

            await Task.Delay(Pause(number), _time, cancellationToken);
        }
    }

    // Replicas that lost the bucket together must not all come back in the same moment.
    private TimeSpan Pause(int number) => FirstPause * Math.Pow(2, number - 1) * (0.5 + _random.NextDouble());
}
