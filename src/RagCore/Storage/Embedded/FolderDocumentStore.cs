using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Knowledge.Watching;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Originals in folders: <c>tenant=default/readers=hr+legal/path</c>. Tenant and readers stand in the path, so that a document can
/// never be separated from who may read it.
/// </summary>
internal sealed class FolderDocumentStore(string root, IIdGenerator ids) : IDocumentStore
{
    /// <summary>The prefix of the ids of originals; no configured source may be called so.</summary>
    public const string IdPrefix = KnowledgeSource.StoredName + "/";

    private const string SourceName = "Ingested documents";
    private const string TenantPrefix = "tenant=";
    private const string ReadersPrefix = "readers=";
    private const char Separator = '+';

    public async Task PutAsync(
        TenantId tenant, string path, IReadOnlyList<string> readers, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Check(path, readers);
        var tenantFolder = Path.Combine(root, TenantPrefix + Uri.EscapeDataString(tenant.Value));
        var target = Path.Combine(tenantFolder, FolderOf(readers), path);
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

    public IReadOnlyList<KnowledgeSource> ListSources()
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return
        [
            .. from tenant in Directory.GetDirectories(root, TenantPrefix + "*").Order(StringComparer.Ordinal)
               from readers in Directory.GetDirectories(tenant, ReadersPrefix + "*").Order(StringComparer.Ordinal)
               select new KnowledgeSource(
                   readers,
                   SourceName,
                   new TenantId(Uri.UnescapeDataString(Path.GetFileName(tenant)[TenantPrefix.Length..])),
                   ReadersOf(readers),
                   BaseUrl: null,
                   IdPrefix),
        ];
    }

    public IDisposable? Watch(Action changed)
    {
        Directory.CreateDirectory(root);
        return FolderWatcher.TryStart(root, changed);
    }

    private static void Check(string path, IReadOnlyList<string> readers)
    {
        if (readers.Count == 0 || readers.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A document needs at least one reader, and none of them blank.", nameof(readers));
        }

        if (Path.IsPathRooted(path) || path.Split('/').Any(part => part.Trim('.').Length == 0))
        {
            throw new ArgumentException($"'{path}' is not a path below a folder.", nameof(path));
        }
    }

    private static string FolderOf(IReadOnlyList<string> readers)
        => ReadersPrefix + string.Join(Separator, readers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Uri.EscapeDataString));

    private static string[] ReadersOf(string folder)
        => [.. Path.GetFileName(folder)[ReadersPrefix.Length..].Split(Separator).Select(Uri.UnescapeDataString)];

    private static void RemoveOthers(string tenantFolder, string path, string target)
    {
        foreach (var other in Directory.GetDirectories(tenantFolder, ReadersPrefix + "*").Select(folder => Path.Combine(folder, path)))
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
