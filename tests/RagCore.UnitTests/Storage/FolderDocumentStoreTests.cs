using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Storage.Embedded;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class FolderDocumentStoreTests : IDisposable
{
    private static readonly byte[] Content = "text"u8.ToArray();

    private readonly string _root = Directory.CreateTempSubdirectory("originals").FullName;
    private readonly FolderDocumentStore _store;

    public FolderDocumentStoreTests() => _store = new FolderDocumentStore(_root, new TimeOrderedIdGenerator(TimeProvider.System));

    [Fact]
    public async Task Tenant_and_readers_come_back_as_they_were_given()
    {
        await PutAsync("a/b.md", new TenantId("acme/../x"), "legal+hr", "people ops");

        var source = Assert.Single(_store.ListSources());

        Assert.Equal(new TenantId("acme/../x"), source.Tenant);
        Assert.Equal(["legal+hr", "people ops"], source.Readers);
        Assert.True(File.Exists(Path.Combine(source.Folder, "a", "b.md")));
        Assert.StartsWith(_root, Path.GetFullPath(source.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_in_one_place_only_whoever_could_read_it_before()
    {
        await PutAsync("a.md", TenantId.Default, "everyone");

        await PutAsync("a.md", TenantId.Default, "hr");

        Assert.Equal(["hr"], _store.ListSources().Where(source => File.Exists(Path.Combine(source.Folder, "a.md"))).SelectMany(source => source.Readers));
    }

    [Fact]
    public async Task A_subfolder_that_other_readers_do_not_have_is_no_fault_and_nothing_stays_behind()
    {
        await PutAsync("a.md", TenantId.Default, "hr");

        await PutAsync("sub/b.md", TenantId.Default, "legal");

        Assert.Equal(["a.md", "b.md"], Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../a.md")]
    [InlineData("a/../../b.md")]
    [InlineData("/etc/a.md")]
    [InlineData("a//b.md")]
    [InlineData("a/./b.md")]
    [InlineData("")]
    public async Task A_path_that_leaves_its_folder_is_refused(string path)
        => await Assert.ThrowsAsync<ArgumentException>(() => PutAsync(path, TenantId.Default, "everyone"));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_reader_of_dots_stays_below_the_store(string reader)
    {
        await PutAsync("a.md", TenantId.Default, reader);

        Assert.StartsWith(_root + Path.DirectorySeparatorChar, Path.GetFullPath(Assert.Single(_store.ListSources()).Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_without_readers_is_refused()
        => await Assert.ThrowsAsync<ArgumentException>(() => PutAsync("a.md", TenantId.Default));

    [Fact]
    public async Task A_store_that_cannot_be_written_says_so()
    {
        var file = Path.Combine(_root, "file");
        await File.WriteAllTextAsync(file, "not a folder");
        var store = new FolderDocumentStore(file, new TimeOrderedIdGenerator(TimeProvider.System));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => store.PutAsync(TenantId.Default, "a.md", ["everyone"], Content, CancellationToken.None));

        Assert.Contains("Storage:DataPath", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private Task PutAsync(string path, TenantId tenant, params string[] readers)
        => _store.PutAsync(tenant, path, readers, Content, CancellationToken.None);
}
