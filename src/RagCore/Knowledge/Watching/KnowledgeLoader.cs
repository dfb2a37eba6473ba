using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.RagCore.Knowledge.Loading;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Reads folders once into an index, for the commands that answer and then end.</summary>
public sealed class KnowledgeLoader(IOptions<KnowledgeOptions> options, ContentRoot root, TimeProvider time, WebFolder? web = null)
{
    /// <summary>Reads the configured sources. One report for each file.</summary>
    public Task<IReadOnlyList<LoadResult>> LoadAsync(IKnowledgeIndex index, IProgress<LoadResult>? progress, CancellationToken cancellationToken)
        => LoadAsync(index, KnowledgeSource.FromOptions(options.Value, root, web), progress, cancellationToken);

    /// <summary>Reads the sources given. One report for each file; the results are in the order of sources and paths.</summary>
    /// <exception cref="DirectoryNotFoundException">A folder does not exist.</exception>
    public async Task<IReadOnlyList<LoadResult>> LoadAsync(
        IKnowledgeIndex index, IReadOnlyList<KnowledgeSource> sources, IProgress<LoadResult>? progress, CancellationToken cancellationToken)
    {
        var reader = new StableFileReader(time, options.Value.SettleTime);
        var results = new List<LoadResult>();
        foreach (var source in sources)
        {
            if (source.Pages is { } pages)
            {
                // The serving process crawls; a command reads what was kept, and tells what was not.
                results.AddRange(pages.NotKept.Select(page => new LoadResult(PageAddress.Shown(page.Url), LoadOutcome.PageNotRead) { DocumentId = PageAddress.Shown(page.Url), Fault = page.Reason }));
                if (!Directory.Exists(source.Folder))
                {
                    results.Add(new LoadResult(source.Name, LoadOutcome.PageNotRead) { DocumentId = source.Name, Fault = "The pages of this source were never read into Storage:DataPath; a serving process does that." });
                    continue;
                }
            }

            var mirror = new SourceMirror(source, reader, options.Value.MaxFileBytes);
            results.AddRange((await mirror.RefreshAsync(progress, cancellationToken)).Read);
        }

        return await new IndexPublisher(index).PublishAsync(results, cancellationToken);
    }

    /// <summary>Reads the configured sources and those of the document store, as a serving process does, into no index.</summary>
    internal async Task<KnowledgeReading> ReadAsync(
        IDocumentStore store, IProgress<LoadResult>? progress, CancellationToken cancellationToken)
    {
        // What a document cannot be cut and analysed into is found here as where it is served.
        using var scratch = new LexicalIndex();
        await store.RefreshAsync(cancellationToken);
        KnowledgeSource[] sources = [.. KnowledgeSource.FromOptions(options.Value, root, web), .. store.ListSources()];
        var results = await LoadAsync(scratch, sources, progress, cancellationToken);
        return new KnowledgeReading(sources, [.. SupersededDocuments.Mark(results)], results);
    }
}
