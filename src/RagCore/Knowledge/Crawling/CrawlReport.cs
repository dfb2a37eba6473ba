namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>What became of every page of a source in one crawl, and of every sitemap that could not be read.</summary>
/// <param name="Pages">One result for each page.</param>
/// <param name="Sitemaps">One result for each sitemap that was refused.</param>
/// <param name="Removed">How many copies went because nothing names their pages any more.</param>
/// <param name="IsFull">Whether more pages are named than may be read.</param>
internal sealed record CrawlReport(IReadOnlyList<PageResult> Pages, IReadOnlyList<PageResult> Sitemaps, int Removed, bool IsFull);
