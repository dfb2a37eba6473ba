using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>A source whose documents are pages of the web.</summary>
/// <param name="Name">The name people see.</param>
/// <param name="Folder">Where copies of its pages are kept.</param>
/// <param name="Urls">The pages that are named.</param>
/// <param name="Sitemaps">The sitemaps that name pages.</param>
internal sealed record CrawlSource(string Name, string Folder, IReadOnlyList<Uri> Urls, IReadOnlyList<Uri> Sitemaps)
{
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromHours(1);

    public int MaxPages { get; init; } = 2_000;

    public long MaxFileBytes { get; init; } = 20 << 20;

    public IReadOnlyList<IPNetwork> AllowedNetworks { get; init; } = [];

    /// <summary>Gets what tells these settings from others that name other pages.</summary>
    public string Mark { get; init; } = string.Empty;

    /// <summary>Gets the hosts of the configured addresses: pages of others are not read.</summary>
    public FrozenSet<string> Hosts { get; } = Urls.Concat(Sitemaps).Select(url => url.IdnHost).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the configured sources that are pages of the web.</summary>
    public static IReadOnlyList<CrawlSource> FromOptions(KnowledgeOptions options, ContentRoot root, WebFolder web) =>
    [
        .. from pair in KnowledgeSource.FromOptions(options, root, web).Zip(options.Sources)
           where pair.Second.IsWeb
           select new CrawlSource(
               pair.First.Name,
               pair.First.Folder,
               [.. pair.Second.Urls.Select(PageAddress.Normalize).Distinct()],
               [.. pair.Second.Sitemaps.Select(PageAddress.Normalize).Distinct()])
           {
               RefreshInterval = pair.Second.RefreshInterval,
               MaxPages = pair.Second.MaxPages,
               MaxFileBytes = options.MaxFileBytes,
               Mark = MarkOf(pair.Second),
               AllowedNetworks = [.. pair.Second.AllowedNetworks.Select(text => IPNetwork.Parse(text))],
           },
    ];

    /// <summary>Returns a text that is another one when settings name other pages.</summary>
    public static string MarkOf(KnowledgeSourceOptions options)
    {
        var named = string.Join('\n', [options.MaxPages.ToString(CultureInfo.InvariantCulture), .. options.Urls.Select(url => url.AbsoluteUri), string.Empty, .. options.Sitemaps.Select(url => url.AbsoluteUri)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)));
    }
}
