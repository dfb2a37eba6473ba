using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>Makes what keeps an index equal to folders below a root, with the index kept there in <c>index</c>.</summary>
internal static class Syncs
{
    public static KnowledgeSync Create(
        string root,
        RecordingIndex index,
        IDocumentStore store,
        KnownTenants tenants,
        KnowledgeOptions options,
        IServiceProvider metrics,
        Guid build = default,
        ILogger<ReadingReport>? logger = null)
    {
        var folder = new SnapshotFolder(Path.Combine(root, "index"), build, new TimeOrderedIdGenerator(TimeProvider.System));
        var snapshots = new LexicalSnapshots(index.Inner, folder, NullLogger<LexicalSnapshots>.Instance);
        var wrapped = Options.Create(options);
        var sources = new SourceSet(wrapped, new ContentRoot(root), store, TimeProvider.System);
        return new KnowledgeSync(
            index,
            new IndexKeeper(snapshots, wrapped, TimeProvider.System, NullLogger<IndexKeeper>.Instance),
            sources,
            tenants,
            wrapped,
            TimeProvider.System,
            Report(sources, index, TimeProvider.System, metrics, logger ?? NullLogger<ReadingReport>.Instance));
    }

    public static ReadingReport Report(SourceSet sources, RecordingIndex index, TimeProvider time, IServiceProvider metrics, ILogger<ReadingReport> logger)
    {
        var counter = new ReadingCounter();
        return new ReadingReport(counter, new IngestionMetrics(metrics.GetRequiredService<IMeterFactory>(), sources, counter, index.Inner, time), time, logger);
    }
}
