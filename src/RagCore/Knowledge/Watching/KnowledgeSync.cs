using System.Threading.Channels;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>
/// Keeps the index equal to the folders. An event of the file system only wakes it; what changed is found by comparing, so that a lost
/// event costs time and never truth.
/// </summary>
internal sealed class KnowledgeSync : BackgroundService, IKnowledgeReadiness
{
    private const string StoreName = "document store";

    // How often folders are compared while the system cannot watch one of them, and how often it is asked whether they are still the same.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly KnowledgeOptions _options;
    private readonly TimeProvider _time;
    private readonly ReadingReport _report;
    private readonly IndexPublisher _publisher;
    private readonly IndexKeeper _keeper;
    private readonly SourceSet _sources;
    private readonly KnownTenants _tenants;
    private readonly Channel<bool> _wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public KnowledgeSync(
        IKnowledgeIndex index,
        IndexKeeper keeper,
        SourceSet sources,
        KnownTenants tenants,
        IOptions<KnowledgeOptions> options,
        TimeProvider time,
        ReadingReport report)
    {
        _options = options.Value;
        _time = time;
        _tenants = tenants;
        _report = report;
        _keeper = keeper;
        _publisher = new IndexPublisher(index);
        _sources = sources;
        _sources.OnChanged = WakeUp;
    }

    private IEnumerable<SourceMirror> Mirrors => _sources.All.Select(source => source.Mirror);

    /// <inheritdoc/>
    public bool IsLoaded => _loaded.Task.IsCompletedSuccessfully;

    /// <inheritdoc/>
    public ReadingProgress Progress => _report.Progress;

    /// <inheritdoc/>
    public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => _loaded.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!IsLoaded || ExecuteTask is not { IsCompleted: true })
        {
            return;
        }

        try
        {
            await _keeper.SaveAsync(Mirrors, _publisher, now: true, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time to stop is over: what was kept before stays, and the next start reads what changed since.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sources.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await LoadAsync(stoppingToken);
        _loaded.TrySetResult();
        while (!stoppingToken.IsCancellationRequested)
        {
            await _keeper.SaveAsync(Mirrors, _publisher, now: false, stoppingToken);
            await WaitForChangeAsync(stoppingToken);
            if (await RefreshAsync(stoppingToken))
            {
                await PublishAsync(kept: null, stoppingToken);
            }

            _report.Settled();
        }
    }

    private async Task LoadAsync(CancellationToken stoppingToken)
    {
        await using var telling = _report.TellProgress();
        await _sources.WaitForPagesAsync(stoppingToken);
        await PrepareStoreAsync(stoppingToken);
        RefreshStored();
        var kept = await _keeper.OpenAsync(Mirrors, stoppingToken);
        var anyChange = await RefreshAsync(stoppingToken);
        if (anyChange || kept is not null)
        {
            await PublishAsync(kept, stoppingToken);
        }

        _report.Settled();
    }

    private void WakeUp() => _wakeUps.Writer.TryWrite(true);

    private async Task WaitForChangeAsync(CancellationToken stoppingToken)
    {
        var rescanAt = _time.GetTimestamp();
        var interval = NextInterval();
        while (_time.GetElapsedTime(rescanAt) < interval)
        {
            if (await IsWokenAsync(interval < CheckInterval ? interval : CheckInterval, stoppingToken))
            {
                // Writers come in bursts: what arrives in this time is one change.
                await Task.Delay(_options.SettleTime, _time, stoppingToken);
                while (_wakeUps.Reader.TryRead(out _))
                {
                }

                return;
            }

            if (_sources.All.Any(source => source.IsReplaced))
            {
                break;
            }
        }

        foreach (var source in _sources.All)
        {
            source.Rewatch();
        }
    }

    private async Task<bool> IsWokenAsync(TimeSpan patience, CancellationToken stoppingToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var change = _wakeUps.Reader.WaitToReadAsync(limit.Token).AsTask();
        var first = await Task.WhenAny(change, Task.Delay(patience, _time, limit.Token));
        await limit.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
        return first == change;
    }

    private TimeSpan NextInterval()
    {
        if (_sources.All.Any(source => source.Mirror.IsUnsettled))
        {
            return _options.SettleTime;
        }

        return _sources.IsWatched || _options.RescanInterval < CheckInterval ? _options.RescanInterval : CheckInterval;
    }

    private async Task<bool> RefreshAsync(CancellationToken stoppingToken)
    {
        var anyChange = RefreshStored();
        foreach (var source in _sources.All)
        {
            anyChange |= await RefreshAsync(source, stoppingToken);
        }

        return anyChange;
    }

    private async Task PublishAsync(IKeptKnowledge? kept, CancellationToken stoppingToken)
    {
        _keeper.Changed();
        var read = _sources.All.SelectMany(source => source.Mirror.Results.Select(result => (Source: source.Mirror.Source.Name, Result: result))).ToArray();
        var published = await _publisher.PublishAsync(read.Select(each => each.Result), kept, stoppingToken);
        _report.Published(
            [.. published.Zip(read).Where(pair => !ReferenceEquals(pair.First, pair.Second.Result)).Select(pair => (pair.Second.Source, pair.First))],
            _publisher.CountDocuments());
    }

    private async Task PrepareStoreAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _sources.PrepareAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            _report.Missing(StoreName, exception);
        }
    }

    private bool RefreshStored()
    {
        try
        {
            var anyGone = _sources.Refresh();
            _tenants.Update(_sources.All.Select(source => source.Mirror.Source.Tenant));
            return anyGone;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _report.Missing(StoreName, exception);
            return false;
        }
    }

    private async Task<bool> RefreshAsync(WatchedSource source, CancellationToken stoppingToken)
    {
        var name = source.Mirror.Source.Name;
        try
        {
            // Watching begins before reading, so that nothing written in between is missed.
            if (!source.Watch())
            {
                _report.NotWatched(name);
            }

            var change = await source.Mirror.RefreshAsync(progress: null, _report.Begin(name), stoppingToken);
            source.IsMissing = false;
            _report.Compared(source, change, isFirst: !IsLoaded);
            return !change.IsEmpty;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!source.IsMissing)
            {
                source.IsMissing = true;
                _report.Missing(name, exception);
            }

            source.Unwatch();
            return false;
        }
    }
}
