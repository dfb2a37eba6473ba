using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.TestKit.Logging;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>What an operator is told of what is read.</summary>
public sealed class ReadingReportTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("report").FullName;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RecordingLogs _logs = new();
    private readonly RecordingIndex _index = new();
    private readonly KnowledgeOptions _options = new() { SettleTime = TimeSpan.FromMilliseconds(20), RescanInterval = TimeSpan.FromMinutes(5) };
    private readonly IngestionMeasures _measures;
    private readonly FolderDocumentStore _store;

    public ReadingReportTests()
    {
        _measures = new IngestionMeasures(_services.GetRequiredService<IMeterFactory>());
        _store = new FolderDocumentStore(Path.Combine(_root, "originals"), new TimeOrderedIdGenerator(TimeProvider.System));
        _options.Sources.Add(new KnowledgeSourceOptions { Path = "docs" });
        Write("leave.md", "# Leave\n\nAnnual leave is 27 days.\n\n# Sick leave\n\n" + string.Join("\n\n", Enumerable.Repeat(new string('x', 900), 3)));
        Write("vpn.md", "# VPN\n\nThe VPN asks for a code.");
        Write("bad.md", "zero\0byte");
        Write("cursed.md", RecordingIndex.Poison);
    }

    public void Dispose()
    {
        _measures.Dispose();
        _index.Dispose();
        _services.Dispose();
        _logs.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_first_reading_is_counted_measured_and_summed_up()
    {
        await RunAsync(_index, () => Task.CompletedTask);

        Assert.Equal([3], _measures.Of("documents docs loaded"));
        Assert.Equal([1], _measures.Of("documents docs binary"));
        Assert.Equal([1], _measures.Of("documents docs faulty"));
        Assert.Equal(Directory.GetFiles(PathOf("")).Sum(file => new FileInfo(file).Length), _measures.Of("read_bytes docs").Sum());
        Assert.Equal(4, _measures.Of("read_duration docs").Length);
        Assert.Equal(2, _measures.Now("indexed_documents docs"));
        Assert.Equal(_index.Inner.Capture().Sum(tenant => tenant.LiveChunks), _measures.Now("indexed_passages docs"));
        Assert.Equal(0, _measures.Now("waiting"));
        Assert.Contains("Source docs: 3 documents read, 0 files unchanged, 0 removed, 1 refused (1 Binary) ", _logs.Text, StringComparison.Ordinal);
        Assert.Contains("Skipped cursed.md: Faulty.", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_removed_or_written_again_with_the_same_content_is_told_apart()
    {
        await RunAsync(_index, async () =>
        {
            File.SetLastWriteTimeUtc(PathOf("leave.md"), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
            File.Delete(PathOf("vpn.md"));
            await _index.UntilAsync(async () => !await _index.FindsAsync("VPN"));
        });

        Assert.Equal([1], _measures.Of("documents docs removed"));
        Assert.Equal([3], _measures.Of("documents docs unchanged"));
        Assert.Equal(["+leave.md", "+vpn.md", "-vpn.md"], _index.Writes);
        Assert.Contains("Source docs: 0 documents read, 3 files unchanged, 1 removed, 1 refused (1 Binary) ", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_a_kept_index_is_summed_up_although_nothing_is_read()
    {
        await RunAsync(_index, () => Task.CompletedTask);
        using var index = new RecordingIndex();
        await RunAsync(index, () => Task.CompletedTask);

        // What failed is tried again.
        Assert.Contains("Source docs: 1 documents read, 3 files unchanged, 0 removed, 1 refused (1 Binary) ", _logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_documents_with_one_id_the_one_refused_counts_for_its_source()
    {
        await _store.PutAsync(TenantId.Default, "guide.md", [Principals.Everyone], "handed openly"u8.ToArray(), CancellationToken.None);
        _options.Sources.Add(new KnowledgeSourceOptions { Path = "more", Name = "more" });
        Write("more/guide.md", "one");
        Directory.CreateDirectory(Path.Combine(_root, "more"));
        await File.WriteAllTextAsync(Path.Combine(_root, "more", "guide.md"), "another");

        await RunAsync(_index, () => Task.CompletedTask);

        Assert.Equal([1], _measures.Of("documents more duplicate"));
        Assert.Equal(1, _measures.Now("indexed_documents Ingested documents"));
        Assert.True(_measures.Now("refresh_age more") >= 0);
    }

    [Fact]
    public async Task How_far_a_long_reading_is_stands_in_the_log_every_ten_seconds_until_it_ends()
    {
        var time = new FixedTimeProvider();
        var report = Syncs.Report(Sources(time), _index, time, _services, Logger());
        await using (report.TellProgress())
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Empty(_logs.Text);

            var reading = report.Begin("docs");
            reading.Found(4);
            reading.Read(10, reading.Begin());
            reading.Skipped();
            time.Advance(TimeSpan.FromSeconds(10));

            Assert.Contains("Reading: 2 of 4 files, 0.1 a second", _logs.Text, StringComparison.Ordinal);
            Assert.Equal(new ReadingProgress(2, 4), report.Progress);
            Assert.Equal(4, _measures.Now("waiting"));
        }

        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Single(_logs.Text.Split('\n'));
        report.Settled();
        Assert.Equal((default, 0), (report.Progress, _measures.Now("waiting")));
    }

    [Fact]
    public async Task The_age_of_a_source_grows_until_it_is_compared_again_also_when_it_never_was()
    {
        var time = new FixedTimeProvider();
        using var sources = Sources(time);
        var report = Syncs.Report(sources, _index, time, _services, Logger());
        var source = sources.All.Single();

        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(120, _measures.Now("refresh_age docs"));

        report.Compared(source, await source.Mirror.RefreshAsync(progress: null, CancellationToken.None), isFirst: true);
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, _measures.Now("refresh_age docs"));
    }

    private SourceSet Sources(TimeProvider time) => new(Options.Create(_options), new ContentRoot(_root), _store, time);

    private ILogger<ReadingReport> Logger() => new LoggerFactory([_logs]).CreateLogger<ReadingReport>();

    private async Task RunAsync(RecordingIndex index, Func<Task> use)
    {
        var tenants = new KnownTenants(Options.Create(_options));
        using var sync = Syncs.Create(_root, index, _store, tenants, _options, _services, logger: Logger());
        await sync.StartAsync(CancellationToken.None);
        await sync.WaitUntilLoadedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
        await use();
        await sync.StopAsync(CancellationToken.None);
    }

    private string PathOf(string path) => Path.Combine(_root, "docs", path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }
}
