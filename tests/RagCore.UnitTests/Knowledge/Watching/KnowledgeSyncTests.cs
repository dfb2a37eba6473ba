using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Watching;
using ChatOpsBot.RagCore.Storage.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Watching;

/// <summary>With the real file system and the real clock: what is tested is that its events arrive.</summary>
public sealed class KnowledgeSyncTests : IAsyncLifetime, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sync").FullName;
    private readonly RecordingIndex _index = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FolderDocumentStore _store;
    private readonly KnownTenants _tenants;
    private readonly KnowledgeSync _sync;

    public KnowledgeSyncTests()
    {
        var options = new KnowledgeOptions { SettleTime = TimeSpan.FromMilliseconds(20), RescanInterval = TimeSpan.FromMinutes(5) };
        options.Sources.Add(new KnowledgeSourceOptions { Path = "docs" });
        Write("first.md", "initial words");
        _store = new FolderDocumentStore(Path.Combine(_root, "originals"), new TimeOrderedIdGenerator(TimeProvider.System));
        _tenants = new KnownTenants(Options.Create(options));
        _sync = Syncs.Create(_root, _index, _store, _tenants, options, _services);
    }

    public async Task InitializeAsync()
    {
        await _sync.StartAsync(CancellationToken.None);
        await _sync.WaitUntilLoadedAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
    }

    public Task DisposeAsync() => _sync.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        _sync.Dispose();
        _index.Dispose();
        _services.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_in_the_folder_is_found_once_loaded()
    {
        Assert.True(_sync.IsLoaded);
        Assert.True(await _index.FindsAsync("initial"));
    }

    [Fact]
    public async Task Additions_changes_renames_and_removals_are_seen()
    {
        Write("sub/new.md", "added things");
        await _index.UntilAsync(() => _index.FindsAsync("added"));

        Write("sub/new.md", "changed things");
        await _index.UntilAsync(async () => await _index.FindsAsync("changed") && !await _index.FindsAsync("added"));

        File.Move(PathOf("sub/new.md"), PathOf("moved.md"));
        await _index.UntilAsync(async () => await OpensAsync("moved.md") && !await OpensAsync("sub/new.md"));

        File.Delete(PathOf("moved.md"));
        await _index.UntilAsync(async () => !await _index.FindsAsync("changed"));
    }

    [Fact]
    public async Task A_folder_that_disappears_keeps_its_documents_and_is_watched_again_when_it_is_back()
    {
        Directory.Move(PathOf(""), PathOf("") + ".away");
        Assert.True(await _index.FindsAsync("initial"));

        Write("second.md", "later words");
        await _index.UntilAsync(() => _index.FindsAsync("later"));

        Assert.True(await OpensAsync("second.md"));
    }

    [Fact]
    public async Task An_original_that_is_handed_in_is_found_and_follows_its_readers()
    {
        await _store.PutAsync(TenantId.Default, "guide.md", [Principals.Everyone], "handed over"u8.ToArray(), CancellationToken.None);
        await _index.UntilAsync(() => _index.FindsAsync("handed"));

        await _store.PutAsync(TenantId.Default, "guide.md", ["hr"], "handed over"u8.ToArray(), CancellationToken.None);
        await _index.UntilAsync(async () => !await _index.FindsAsync("handed"));

        var hr = AccessFilter.For(TenantId.Default, ["hr"]);
        await _index.UntilAsync(async () => await _index.FindAsync("ingested/guide.md", hr, CancellationToken.None) is not null);
        Assert.False(await OpensAsync("ingested/guide.md"));
    }

    [Fact]
    public async Task The_organisation_of_an_original_that_is_handed_in_is_known_from_then_on()
    {
        var acme = new TenantId("acme");
        Assert.False(_tenants.Contains(acme));

        await _store.PutAsync(acme, "guide.md", [Principals.Everyone], "handed over"u8.ToArray(), CancellationToken.None);
        await _index.UntilAsync(async () => await _index.FindAsync("ingested/guide.md", AccessFilter.For(acme, [Principals.Everyone]), CancellationToken.None) is not null);

        Assert.True(_tenants.Contains(acme));
        Assert.True(_tenants.Contains(TenantId.Default));
        Assert.False(_tenants.Contains(new TenantId("other")));
    }

    [Fact]
    public async Task Two_originals_of_one_path_leave_one_document_and_the_sync_goes_on()
    {
        WriteOriginal("everyone", "handed openly");
        WriteOriginal("hr", "handed secretly");
        await _index.UntilAsync(() => _index.FindsAsync("openly"));

        File.Delete(OriginalOf("everyone"));
        var hr = AccessFilter.For(TenantId.Default, ["hr"]);
        await _index.UntilAsync(async () => (await _index.FindAsync("ingested/guide.md", hr, CancellationToken.None))?.Text == "handed secretly");

        Assert.False(await _index.FindsAsync("handed"));
        Assert.False(_sync.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task A_document_that_cannot_be_indexed_does_not_end_the_sync()
    {
        Write("bad.md", RecordingIndex.Poison);
        Write("good.md", "served words");

        await _index.UntilAsync(() => _index.FindsAsync("served"));

        Write("bad.md", "mended words");
        await _index.UntilAsync(() => _index.FindsAsync("mended"));
        Assert.False(_sync.ExecuteTask!.IsCompleted);
    }

    private string OriginalOf(string readers) => Path.Combine(_root, "originals", "tenant=default", "readers=" + readers, "guide.md");

    private void WriteOriginal(string readers, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(OriginalOf(readers))!);
        File.WriteAllText(OriginalOf(readers), text);
    }

    private async Task<bool> OpensAsync(string id) => await _index.FindAsync(id, Documents.Everyone, CancellationToken.None) is not null;

    private string PathOf(string path) => Path.TrimEndingDirectorySeparator(Path.Combine(_root, "docs", path));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
    }
}
