using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>What every crawl uses.</summary>
internal sealed record CrawlTools(ICrawlNetwork Network, CrawlLimits Limits, TimeProvider Time);
