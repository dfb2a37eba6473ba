using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Reads files and keeps the originals of those that can be answered from. One report for each file.</summary>
public sealed class DocumentIngestion(IDocumentStore store, IOptions<KnowledgeOptions> options, TimeProvider time)
{
    private readonly StableFileReader _reader = new(time, options.Value.SettleTime);

    /// <summary>Lists the files of a folder, or the one file, that would be ingested.</summary>
    /// <exception cref="FileNotFoundException">There is neither a file nor a folder at the path.</exception>
    public IngestionPlan Plan(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return new IngestionPlan(full, [.. FolderScanner.Scan(full, options.Value.MaxFileBytes).Select(file => file.Path)]);
        }

        return File.Exists(full)
            ? new IngestionPlan(Path.GetDirectoryName(full)!, [Path.GetFileName(full)])
            : throw new FileNotFoundException($"There is no file or folder at {full}.");
    }

    /// <summary>Ingests what was planned.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot take a document now; those reported before are kept.</exception>
    public async Task<IReadOnlyList<LoadResult>> RunAsync(
        IngestionPlan plan, TenantId tenant, IReadOnlyList<string> readers, IProgress<LoadResult>? progress, CancellationToken cancellationToken)
    {
        var source = new KnowledgeSource(plan.Folder, "ingest", tenant, readers, BaseUrl: null, IdPrefix: string.Empty);
        var results = new List<LoadResult>(plan.Paths.Count);
        foreach (var path in plan.Paths)
        {
            var result = await IngestAsync(source, path, cancellationToken);
            results.Add(result);
            progress?.Report(result);
        }

        return results;
    }

    private async Task<LoadResult> IngestAsync(KnowledgeSource source, string path, CancellationToken cancellationToken)
    {
        if (!DocumentLoader.IsKnownFormat(path))
        {
            return DocumentLoader.Skipped(source, path, LoadOutcome.UnknownFormat);
        }

        var root = RealPaths.Resolve(source.Folder);
        var target = RealPaths.Resolve(Path.Combine(source.Folder, path));
        if (root is null || target is null || !RealPaths.IsInside(root, target))
        {
            return DocumentLoader.Skipped(source, path, LoadOutcome.OutsideSource);
        }

        var (outcome, bytes, _) = await _reader.ReadAsync(target, options.Value.MaxFileBytes, cancellationToken);
        var result = outcome is LoadOutcome.Loaded ? DocumentLoader.Load(source, path, bytes) : DocumentLoader.Skipped(source, path, outcome);
        if (result.Outcome is LoadOutcome.Loaded)
        {
            await store.PutAsync(source.Tenant, path, source.Readers, bytes, cancellationToken);
        }

        return result;
    }
}

/// <summary>The files an ingestion will read.</summary>
/// <param name="Folder">The absolute path of the folder.</param>
/// <param name="Paths">The files' paths below it, with forward slashes.</param>
public sealed record IngestionPlan(string Folder, IReadOnlyList<string> Paths);
