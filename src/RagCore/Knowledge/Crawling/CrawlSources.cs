using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>The sources that are crawled.</summary>
internal sealed class CrawlSources(IOptions<KnowledgeOptions> options, ContentRoot root, WebFolder web)
{
    public IReadOnlyList<CrawlSource> All { get; } = CrawlSource.FromOptions(options.Value, root, web);
}
