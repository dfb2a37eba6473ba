using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Knowledge.Watching.Keeping;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>Makes what keeps an index equal to folders below a root, with the index kept there in <c>index</c>.</summary>
internal static class Syncs
{
    public static KnowledgeSync Create(string root, RecordingIndex index, IDocumentStore store, KnownTenants tenants, KnowledgeOptions options, Guid build = default)
    {
        var folder = new SnapshotFolder(Path.Combine(root, "index"), build, new TimeOrderedIdGenerator(TimeProvider.System));
        var snapshots = new LexicalSnapshots(index.Inner, folder, NullLogger<LexicalSnapshots>.Instance);
        var wrapped = Options.Create(options);
        return new KnowledgeSync(
            index,
            new IndexKeeper(snapshots, wrapped, TimeProvider.System, NullLogger<IndexKeeper>.Instance),
            new SourceSet(wrapped, new ContentRoot(root), store, TimeProvider.System),
            tenants,
            wrapped,
            TimeProvider.System,
            NullLogger<KnowledgeSync>.Instance);
    }
}
