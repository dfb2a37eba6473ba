using System.Text.Json;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Loading;
using ChatOpsBot.RagCore.Storage.Embedded;

namespace ChatOpsBot.RagCore.Storage.S3;

/// <summary>The files of a mirror on this machine, and the catalog that says which object each one is. A file that is not in the catalog is removed when it is opened.</summary>
internal sealed class MirrorFolder(string root, S3Keys keys, IIdGenerator ids)
{
    private const string UnfinishedPrefix = ".";

    private string Documents => Path.Combine(root, "documents");

    private string CatalogFile => Path.Combine(root, "catalog.json");

    /// <summary>Returns what was kept of a bucket, and leaves no file of anything else.</summary>
    public IReadOnlyList<MirroredObject> Open(string bucket)
    {
        Directory.CreateDirectory(Documents);
        var kept = ReadCatalog() is { } catalog && catalog.Bucket == bucket ? catalog.Objects.Where(IsThere).ToArray() : [];
        var files = kept.Select(FileOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var stray in Directory.EnumerateFiles(Documents, "*", SearchOption.AllDirectories).Where(file => !files.Contains(file)).ToArray())
        {
            File.Delete(stray);
        }

        return kept;
    }

    public void Save(string bucket, IEnumerable<MirroredObject> objects)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(new MirrorCatalog(bucket, [.. objects]), MirrorJson.Default.MirrorCatalog);
        Replace(CatalogFile, bytes);
    }

    public IReadOnlyList<KnowledgeSource> ListSources() => OriginalsLayout.List(Documents);

    /// <summary>Puts the content of an object where its readers, and nobody else, reach it.</summary>
    public void Place(string key, string readers, byte[] content)
    {
        var file = FileOf(key, readers)!;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Replace(file, content);
    }

    /// <summary>Gives the file of an object other readers.</summary>
    public void Move(MirroredObject known, string readers)
    {
        var target = FileOf(known.Key, readers)!;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(FileOf(known)!, target, overwrite: true);
    }

    public void Remove(MirroredObject known)
    {
        if (FileOf(known) is { } file && File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private bool IsThere(MirroredObject known)
        => known.Readers is null || (FileOf(known) is { } file && new FileInfo(file) is { Exists: true } there && there.Length == known.Length);

    private string? FileOf(MirroredObject known) => known.Readers is { } readers ? FileOf(known.Key, readers) : null;

    private string? FileOf(string key, string readers)
        => keys.Read(key) is { } original && OriginalsLayout.IsReadersText(readers) ? OriginalsLayout.FileOf(Documents, original.Tenant, readers, original.Path) : null;

    private MirrorCatalog? ReadCatalog()
    {
        try
        {
            return File.Exists(CatalogFile) ? JsonSerializer.Deserialize(File.ReadAllBytes(CatalogFile), MirrorJson.Default.MirrorCatalog) : null;
        }
        catch (JsonException)
        {
            // Cut off or of another release: everything is fetched again.
            return null;
        }
    }

    /// <summary>Writes a file in whole or not at all, also when power is lost.</summary>
    private void Replace(string file, byte[] content)
    {
        var fresh = Path.Combine(Path.GetDirectoryName(file)!, UnfinishedPrefix + ids.NewId());
        try
        {
            using (var stream = new FileStream(fresh, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, file, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
