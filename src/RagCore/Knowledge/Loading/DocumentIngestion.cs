using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Reads files and keeps the originals of those that can be answered from. One report for each file.</summary>
public sealed class DocumentIngestion(IDocumentStore store, IOptions<KnowledgeOptions> options, TimeProvider time)
{
    // More than there are cores: a store that is elsewhere lets each of them wait.
    private const int MaxReaders = 8;

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

    /// <summary>Ingests what was planned, several files at once. The results are in the order of the plan; progress comes from several threads.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot take a document now; those reported before are kept.</exception>
    public async Task<IReadOnlyList<LoadResult>> RunAsync(
        IngestionPlan plan, TenantId tenant, IReadOnlyList<string> readers, IProgress<LoadResult>? progress, CancellationToken cancellationToken)
    {
        var source = new KnowledgeSource(plan.Folder, "ingest", tenant, readers, BaseUrl: null, IdPrefix: string.Empty);
        var results = new LoadResult[plan.Paths.Count];
        var bound = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = MaxReaders };
        await Parallel.ForEachAsync(plan.Paths.Index(), bound, async (file, cancellation) =>
        {
            results[file.Index] = await IngestAsync(source, file.Item, cancellation);
            progress?.Report(results[file.Index]);
        });
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
        if (result.Outcome is not LoadOutcome.Loaded)
        {
            return result;
        }

        try
        {
            await store.PutAsync(source.Tenant, path, source.Readers, bytes, cancellationToken);
            return result;
        }
        catch (ArgumentException fault) when (fault.ParamName == nameof(path))
        {
            return DocumentLoader.Skipped(source, path, LoadOutcome.PathNotKept);
        }
    }
}

/// <summary>The files an ingestion will read.</summary>
/// <param name="Folder">The absolute path of the folder.</param>
/// <param name="Paths">The files' paths below it, with forward slashes.</param>
public sealed record IngestionPlan(string Folder, IReadOnlyList<string> Paths);
