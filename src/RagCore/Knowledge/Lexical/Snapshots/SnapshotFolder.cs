using System.Runtime.CompilerServices;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>
/// Keeps an index in a folder, so that a start need not read and analyse the documents again. Files are written once and never changed;
/// the manifest, replaced as a whole when all others are on the disk, says which count. What is in any way not as it was written is
/// refused: the documents are still there to be read.
/// </summary>
/// <param name="folder">The folder; it is made when something is kept.</param>
/// <param name="build">The build that runs: what another one wrote is refused.</param>
/// <param name="ids">Names the files.</param>
internal sealed class SnapshotFolder(string folder, Guid build, IIdGenerator ids)
{
    private const string ManifestName = "manifest";
    private const string ManifestKind = "COBMAN01";
    private const string CatalogKind = "COBCAT01";
    private const string Unfinished = ".unfinished";

    // A segment never changes, so that it is written once.
    private readonly ConditionalWeakTable<Segment, SegmentFiles> _segments = [];
    private readonly ConditionalWeakTable<Vocabulary, KeptVocabulary> _vocabularies = [];

    private string ManifestPath => Path.Combine(folder, ManifestName);

    /// <summary>Reads what was kept; null when nothing was.</summary>
    /// <exception cref="InvalidDataException">It cannot be used; the message says why, for an operator.</exception>
    public async Task<KeptIndex?> OpenAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(ManifestPath))
        {
            return null;
        }

        var manifest = Guard(ManifestName, () => ReadManifest());
        if (manifest.Build != build)
        {
            throw new InvalidDataException("it was written by another build");
        }

        var tenants = await Task.WhenAll(manifest.Tenants.Select(tenant => OpenTenantAsync(tenant, cancellationToken)));
        return new KeptIndex(tenants.ToDictionary(tenant => tenant.Tenant), Guard(manifest.Catalog.Name, () => ReadBytes(manifest.Catalog, CatalogKind)));
    }

    /// <summary>Keeps an index in place of the one before. A failure leaves that as it was.</summary>
    /// <param name="tenants">What searches see.</param>
    /// <param name="catalog">What the sources looked like when it was made.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task SaveAsync(IReadOnlyCollection<TenantSnapshot> tenants, ReadOnlyMemory<byte> catalog, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var kept = new List<KeptTenant>();
        foreach (var tenant in tenants)
        {
            kept.Add(await SaveTenantAsync(tenant, cancellationToken));
        }

        var manifest = new SnapshotManifest(build, kept, SaveBytes("catalog-" + ids.NewId(), CatalogKind, catalog.Span));
        var unfinished = SaveBytes(ManifestName + Unfinished, ManifestKind, JsonSerializer.SerializeToUtf8Bytes(manifest, SnapshotJson.Default.SnapshotManifest));
        File.Move(Path.Combine(folder, unfinished.Name), ManifestPath, overwrite: true);
        RemoveOthers(manifest);
    }

    private SnapshotManifest ReadManifest()
    {
        using var reader = new BlockReader(ManifestPath, ManifestKind, expected: null);
        var json = reader.Read<byte>();
        reader.Complete();
        return JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotManifest) ?? throw new InvalidDataException("it is empty");
    }

    private byte[] ReadBytes(KeptFile file, string kind)
    {
        using var reader = new BlockReader(PathOf(file), kind, file.Sum);
        var bytes = reader.Read<byte>();
        reader.Complete();
        return bytes;
    }

    private async Task<TenantSnapshot> OpenTenantAsync(KeptTenant kept, CancellationToken cancellationToken)
    {
        var tenant = new TenantId(kept.Tenant);
        var vocabulary = Task.Run(() => Guard(kept.Vocabulary.Name, () => OpenVocabulary(kept.Vocabulary)), cancellationToken);
        var views = kept.Segments.Select(view => Task.Run(() => Guard(view.Files.Index.Name, () => OpenView(tenant, view)), cancellationToken));
        var opened = await Task.WhenAll(views);
        return new TenantSnapshot(tenant, await vocabulary, opened);
    }

    private Vocabulary OpenVocabulary(KeptFile file)
    {
        using var reader = new BlockReader(PathOf(file), VocabularyFile.Kind, file.Sum);
        var vocabulary = VocabularyFile.Read(reader);
        _vocabularies.AddOrUpdate(vocabulary, new KeptVocabulary(file, vocabulary.WordCount));
        return vocabulary;
    }

    private SegmentView OpenView(TenantId tenant, KeptView view)
    {
        // The texts stay open: they are read as they are asked for.
        var texts = new BlockReader(PathOf(view.Files.Texts), TextFile.Kind, view.Files.Texts.Sum);
        texts.Complete();
        using var reader = new BlockReader(PathOf(view.Files.Index), SegmentFile.Kind, view.Files.Index.Sum);
        var segment = SegmentFile.Read(reader, tenant, texts.Handle);
        _segments.AddOrUpdate(segment, view.Files);
        return new SegmentView(segment, Flags(view.Removed, segment.Documents.Count));
    }

    private static bool[]? Flags(int[]? numbers, int count)
    {
        var flags = numbers is null ? null : new bool[count];
        foreach (var number in numbers ?? [])
        {
            flags![number] = true;
        }

        return flags;
    }

    private static int[]? Numbers(bool[]? flags) => flags is null ? null : [.. Enumerable.Range(0, flags.Length).Where(number => flags[number])];

    private async Task<KeptTenant> SaveTenantAsync(TenantSnapshot tenant, CancellationToken cancellationToken)
    {
        var views = tenant.Segments.Select(view => Task.Run(() => new KeptView(FilesOf(view.Segment), Numbers(view.Removed)), cancellationToken));
        return new KeptTenant(tenant.Tenant.Value, FileOf(tenant.Vocabulary), await Task.WhenAll(views));
    }

    private SegmentFiles FilesOf(Segment segment)
    {
        if (_segments.TryGetValue(segment, out var known) && File.Exists(PathOf(known.Index)) && File.Exists(PathOf(known.Texts)))
        {
            return known;
        }

        var id = ids.NewId();
        var places = default(TextPlaces);
        var texts = SaveFile("texts-" + id, TextFile.Kind, writer => places = TextFile.Write(writer, segment.Documents));
        var index = SaveFile("segment-" + id, SegmentFile.Kind, writer => SegmentFile.Write(writer, segment, places!));
        var files = new SegmentFiles(index, texts);
        _segments.AddOrUpdate(segment, files);
        return files;
    }

    private KeptFile FileOf(Vocabulary vocabulary)
    {
        var words = vocabulary.WordCount;
        if (_vocabularies.TryGetValue(vocabulary, out var known) && known.Words == words && File.Exists(PathOf(known.File)))
        {
            return known.File;
        }

        var file = SaveFile("vocabulary-" + ids.NewId(), VocabularyFile.Kind, writer => VocabularyFile.Write(writer, vocabulary));
        _vocabularies.AddOrUpdate(vocabulary, new KeptVocabulary(file, words));
        return file;
    }

    private KeptFile SaveBytes(string name, string kind, ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(folder, name);
        File.Delete(path);
        using var writer = new BlockWriter(path, kind);
        writer.Write(bytes);
        return new KeptFile(name, writer.Complete());
    }

    private KeptFile SaveFile(string name, string kind, Action<BlockWriter> write)
    {
        using var writer = new BlockWriter(Path.Combine(folder, name), kind);
        write(writer);
        return new KeptFile(name, writer.Complete());
    }

    private void RemoveOthers(SnapshotManifest manifest)
    {
        var named = manifest.Files().Select(file => file.Name).Append(ManifestName).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder).Where(path => !named.Contains(Path.GetFileName(path))))
        {
            File.Delete(path);
        }
    }

    private string PathOf(KeptFile file) => Path.Combine(folder, Path.GetFileName(file.Name));

    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // Whatever a damaged file makes its reader throw: it cannot be used.
        catch (Exception fault) when (fault is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new InvalidDataException($"{name}: {(fault is InvalidDataException or IOException ? fault.Message : fault.GetType().Name)}", fault);
        }
    }

    private sealed record KeptVocabulary(KeptFile File, int Words);
}

/// <summary>An index as it was kept, not served by anybody yet.</summary>
/// <param name="Tenants">What searches would see.</param>
/// <param name="Catalog">What the sources looked like.</param>
internal sealed record KeptIndex(IReadOnlyDictionary<TenantId, TenantSnapshot> Tenants, byte[] Catalog);
