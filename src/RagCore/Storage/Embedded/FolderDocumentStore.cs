using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Originals in folders of this machine, as <see cref="OriginalsLayout"/> lays them out.</summary>
internal sealed class FolderDocumentStore(string root, IIdGenerator ids) : IDocumentStore
{
    public async Task PutAsync(
        TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        OriginalsLayout.Check(tenant, path, readers);
        var tenantFolder = OriginalsLayout.TenantFolder(root, tenant);
        var target = OriginalsLayout.FileOf(root, tenant, OriginalsLayout.ReadersText(readers), path);
        var fresh = Path.Combine(Path.GetDirectoryName(target)!, $".{ids.NewId()}");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await File.WriteAllBytesAsync(fresh, content, cancellationToken);

            // Others go first: for a moment the document is nowhere, but it is never where fewer rights reach it.
            RemoveOthers(tenantFolder, path, target);
            File.Move(fresh, target, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The document store {root} (Storage:DataPath) cannot be written: {fault.Message}", fault);
        }
        finally
        {
            Remove(fresh);
        }
    }

    public Task RefreshAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public IReadOnlyList<KnowledgeSource> ListSources() => OriginalsLayout.List(root);

    public IDisposable? Watch(Action changed)
    {
        Directory.CreateDirectory(root);
        return FolderWatcher.TryStart(root, changed);
    }

    private static void RemoveOthers(string tenantFolder, string path, string target)
    {
        foreach (var other in OriginalsLayout.ReaderFolders(tenantFolder).Select(folder => Path.Combine(folder, path)))
        {
            if (other != target)
            {
                Remove(other);
            }
        }
    }

    private static void Remove(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }
}
