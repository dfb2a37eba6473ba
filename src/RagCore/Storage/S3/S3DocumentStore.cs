using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>Originals in a bucket: one object each, with the readers in its metadata, so that both change in one writing. The serving process mirrors them.</summary>
internal sealed partial class S3DocumentStore(
    S3Bucket bucket, S3Keys keys, S3Mirror mirror, IOptions<S3Options> options, TimeProvider time, ILogger<S3DocumentStore> logger) : IDocumentStore
{
    private bool _isLost;

    public Task PutAsync(TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        OriginalsLayout.Check(tenant, path, readers);
        return bucket.PutAsync(keys.KeyOf(tenant, path), OriginalsLayout.ReadersText(readers), content, cancellationToken);
    }

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mirror.RefreshAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            if (!_isLost)
            {
                _isLost = true;
                BucketLost(fault.Message);
            }

            throw;
        }

        if (_isLost)
        {
            _isLost = false;
            BucketFound();
        }
    }

    public IReadOnlyList<KnowledgeSource> ListSources() => mirror.ListSources();

    public IDisposable? Watch(Action changed)
    {
        var ending = new CancellationTokenSource();
        _ = PollAsync(changed, ending.Token);
        return new Poll(ending);
    }

    private async Task PollAsync(Action changed, CancellationToken ending)
    {
        try
        {
            using var timer = new PeriodicTimer(options.Value.PollInterval, time);
            while (await timer.WaitForNextTickAsync(ending))
            {
                var before = mirror.Changes;
                await TryRefreshAsync(ending);
                if (mirror.Changes != before)
                {
                    changed();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
    }

    private async Task TryRefreshAsync(CancellationToken ending)
    {
        try
        {
            await RefreshAsync(ending);
        }
#pragma warning disable CA1031 // Whatever one listing ended in, the bucket is listed again.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (!_isLost && !ending.IsCancellationRequested)
            {
                _isLost = true;
                BucketLost(fault.GetType().Name);
            }
        }
    }

    [LoggerMessage(LogEvents.BucketLost, LogLevel.Warning, "Ingested documents stay as they were read last: {Reason}")]
    private partial void BucketLost(string reason);

    [LoggerMessage(LogEvents.BucketFound, LogLevel.Information, "Ingested documents are read from the bucket again")]
    private partial void BucketFound();

    private sealed class Poll(CancellationTokenSource ending) : IDisposable
    {
        private CancellationTokenSource? _ending = ending;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ending, null) is { } running)
            {
                running.Cancel();
                running.Dispose();
            }
        }
    }
}
