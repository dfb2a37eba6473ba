using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>What no folder holds any more goes, and what merely could not be read stays.</summary>
public sealed class QdrantLeftoversTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task What_no_folder_holds_any_more_is_removed_after_the_folders_were_read_and_what_is_newer_stays()
    {
        await using var fake = await FakeQdrant.StartAsync();
        await using (var before = new QdrantReplica(fake.Endpoint, "leftovers", time: new FixedTimeProvider(DateTimeOffset.UnixEpoch.AddDays(1))))
        {
            await before.Index.UpsertAsync([Of("kept.txt"), Of("deleted.txt"), Of("elsewhere.txt") with { Source = "Others" }, Of("gone.txt") with { Source = "Missing" }], None);
        }

        await using var replica = new QdrantReplica(fake.Endpoint, "leftovers");
        using var sources = SourcesOf("Handbook", "Missing");
        sources.All.Last().IsMissing = true;
        using var leftovers = Leftovers(replica, sources);
        await replica.Index.UpsertAsync([Of("kept.txt")], None);
        await using (var other = new QdrantReplica(fake.Endpoint, "leftovers"))
        {
            await other.Index.UpsertAsync([Of("newer.txt")], None);
        }

        await leftovers.StartAsync(None);
        await leftovers.ExecuteTask!;

        var left = (await replica.Index.SearchAsync("printer", Everyone, 9, None)).Select(passage => passage.Chunk.Document.Id).Order();
        Assert.Equal(["elsewhere.txt", "gone.txt", "kept.txt", "newer.txt"], left);
        fake.AssertValid();
    }

    [Theory]
    [InlineData(null, "new.html old.html")]
    [InlineData("never whole", "new.html old.html")]
    [InlineData("other settings", "new.html old.html")]
    [InlineData("", "new.html")]
    public async Task Pages_that_are_not_here_are_removed_only_when_a_whole_crawl_did_not_find_them(string? crawl, string left)
    {
        var (web, options) = (new WebFolder(Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}")), new KnowledgeOptions());
        var source = new KnowledgeSourceOptions { Name = "wiki" };
        source.Urls.Add(new Uri("https://example.com/old"));
        options.Sources.Add(source);
        var folder = Directory.CreateDirectory(web.FolderOf(TenantId.Default, "wiki")).FullName;
        var crawled = DateTimeOffset.UnixEpoch.AddDays(2);
        if (crawl is not null)
        {
            PageCatalog.Replace(folder, [], new CrawlEnd(crawled, crawl == "other settings" ? crawl : CrawlSource.MarkOf(source), crawl == "never whole" ? null : crawled));
        }

        await using var fake = await FakeQdrant.StartAsync();
        foreach (var (name, day) in new[] { ("old.html", 1), ("new.html", 3) })
        {
            await using var before = new QdrantReplica(fake.Endpoint, "pages", time: new FixedTimeProvider(DateTimeOffset.UnixEpoch.AddDays(day)));
            await before.Index.UpsertAsync([Of(name) with { Source = "wiki" }], None);
        }

        await using var replica = new QdrantReplica(fake.Endpoint, "pages");
        using var sources = new SourceSet(Options.Create(options), new ContentRoot(Path.GetTempPath()), Store(), TimeProvider.System, web);
        using var leftovers = Leftovers(replica, sources);
        await leftovers.StartAsync(None);
        await leftovers.ExecuteTask!;

        Assert.Equal(left, string.Join(' ', (await replica.Index.SearchAsync("printer", Everyone, 9, None)).Select(passage => passage.Chunk.Document.Id).Order()));
        Directory.Delete(web.Path, recursive: true);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "ingested/a.txt")]
    public async Task Ingested_documents_that_are_not_here_are_removed_only_when_their_store_could_be_read(bool isReadable, string left)
    {
        await using var fake = await FakeQdrant.StartAsync();
        await using (var before = new QdrantReplica(fake.Endpoint, "ingested", time: new FixedTimeProvider(DateTimeOffset.UnixEpoch.AddDays(1))))
        {
            await before.Index.UpsertAsync([Of("ingested/a.txt") with { Source = "Ingested documents" }], None);
        }

        await using var replica = new QdrantReplica(fake.Endpoint, "ingested");
        var store = new LostStore(Store(), isReadable);
        await store.PutAsync(TenantId.Default, "b.txt", ["everyone"], "text"u8.ToArray(), None);
        using var sources = new SourceSet(Options.Create(new KnowledgeOptions()), new ContentRoot(Path.GetTempPath()), store, TimeProvider.System);
        sources.Refresh();
        if (isReadable)
        {
            await sources.PrepareAsync(None);
        }
        else
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => sources.PrepareAsync(None));
        }

        using var leftovers = Leftovers(replica, sources);
        await leftovers.StartAsync(None);
        await leftovers.ExecuteTask!;

        Assert.Equal(left, string.Join(' ', (await replica.Index.SearchAsync("printer", Everyone, 9, None)).Select(passage => passage.Chunk.Document.Id)));
    }

    private static QdrantLeftovers Leftovers(QdrantReplica replica, SourceSet sources) => new(
        replica.Get<QdrantConsistency>(),
        replica.Get<QdrantCollections>(),
        replica.Get<PatientKnowledgeIndex>(),
        replica.Get<PublishedTerms>(),
        sources,
        new Loaded(),
        TimeProvider.System,
        NullLogger<QdrantLeftovers>.Instance);

    private static FolderDocumentStore Store()
        => new(Path.Combine(Path.GetTempPath(), $"chatopsbot-{Guid.NewGuid():N}"), new TimeOrderedIdGenerator(TimeProvider.System));

    private static SourceSet SourcesOf(params string[] names)
    {
        var options = new KnowledgeOptions();
        foreach (var name in names)
        {
            options.Sources.Add(new KnowledgeSourceOptions { Path = Path.GetTempPath(), Name = name });
        }

        return new SourceSet(Options.Create(options), new ContentRoot(Path.GetTempPath()), Store(), TimeProvider.System);
    }

    private sealed class Loaded : IKnowledgeReadiness
    {
        public bool IsLoaded => true;

        public ReadingProgress Progress => default;

        public Task WaitUntilLoadedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class LostStore(FolderDocumentStore store, bool isReadable) : IDocumentStore
    {
        public Task PutAsync(TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
            => store.PutAsync(tenant, path, readers, content, cancellationToken);

        public Task RefreshAsync(CancellationToken cancellationToken)
            => isReadable ? Task.CompletedTask : Task.FromException(new StoreUnavailableException("The bucket does not answer."));

        public IReadOnlyList<KnowledgeSource> ListSources() => store.ListSources();

        public IDisposable? Watch(Action changed) => store.Watch(changed);
    }
}
