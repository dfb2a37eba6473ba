using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Storage.Embedded;
using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.RagCore.UnitTests.Storage;

public sealed class FolderDocumentStoreTests : DocumentStoreContract, IDisposable
{
    private readonly TemporaryFolder _root = new();
    private readonly FolderDocumentStore _store;

    public FolderDocumentStoreTests() => _store = Open(_root.Path);

    protected override IDocumentStore Writer => _store;

    protected override IDocumentStore Reader => _store;

    [Fact]
    public async Task A_subfolder_that_other_readers_do_not_have_is_no_fault_and_nothing_stays_behind()
    {
        await PutAsync(TenantId.Default, "a.md", "text", "hr");

        await PutAsync(TenantId.Default, "sub/b.md", "text", "legal");

        Assert.Equal(["a.md", "b.md"], Directory.EnumerateFiles(_root.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_reader_or_a_tenant_of_dots_stays_below_the_store(string dots)
    {
        await PutAsync(new TenantId(dots), "a.md", "text", dots);

        Assert.StartsWith(_root.Path + Path.DirectorySeparatorChar, Path.GetFullPath(Assert.Single(_store.ListSources()).Folder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_says_so()
    {
        var file = Path.Combine(_root.Path, "file");
        await File.WriteAllTextAsync(file, "not a folder");

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Open(file).PutAsync(TenantId.Default, "a.md", ["everyone"], "text"u8.ToArray(), CancellationToken.None));

        Assert.Contains("Storage:DataPath", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Dispose();

    protected override Task RemoveAsync(TenantId tenant, string path)
    {
        foreach (var source in _store.ListSources().Where(source => source.Tenant == tenant))
        {
            File.Delete(Path.Combine(source.Folder, path));
        }

        return Task.CompletedTask;
    }

    private static FolderDocumentStore Open(string root) => new(root, new TimeOrderedIdGenerator(TimeProvider.System));
}
