using System.Net;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.Knowledge.Crawling;

/// <summary>Says what is wrong with the settings of a web source.</summary>
internal static class WebSourceFaults
{
    /// <summary>Returns one line for each fault.</summary>
    /// <param name="source">The settings.</param>
    /// <param name="key">The key they were bound from.</param>
    public static IEnumerable<string> Of(KnowledgeSourceOptions source, string key)
    {
        if (!string.IsNullOrWhiteSpace(source.Path))
        {
            yield return $"{key} has a Path and Urls or Sitemaps. A source is one or the other: make two of it.";
        }

        if (source.BaseUrl is not null)
        {
            yield return $"{key}:BaseUrl is for folders: pages have their own addresses. Remove it.";
        }

        if (source.LinkTemplate is not null)
        {
            yield return $"{key}:LinkTemplate is for folders: pages have their own addresses. Remove it.";
        }

        if (source.Urls.Count > source.MaxPages)
        {
            yield return $"{key}:Urls has {source.Urls.Count} pages, more than {key}:MaxPages ({source.MaxPages}). Raise it or name fewer.";
        }

        foreach (var network in source.AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out var parsed) || !AddressPolicy.MayBeAllowed(parsed)))
        {
            yield return $"{key}:AllowedNetworks ({network}) is not a private network such as 10.20.0.0/16. Correct or remove it; this machine and link-local addresses are never read.";
        }

        foreach (var fault in AddressFaults(source.Urls, $"{key}:Urls", source).Concat(AddressFaults(source.Sitemaps, $"{key}:Sitemaps", source)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> AddressFaults(IList<Uri> urls, string key, KnowledgeSourceOptions source)
    {
        for (var index = 0; index < urls.Count; index++)
        {
            if (PageAddress.FaultOf(urls[index]) is { } fault)
            {
                yield return $"{key}:{index} ({PageAddress.Shown(urls[index])}) {fault}. Write it as https://host/path.";
            }
            else if (PageAddress.Literal(urls[index].IdnHost) is { } address && !PolicyOf(source).Allows(address))
            {
                yield return $"{key}:{index} ({PageAddress.Shown(urls[index])}) is a private or reserved address. If it is meant to be read, name its network in AllowedNetworks.";
            }
        }
    }

    private static AddressPolicy PolicyOf(KnowledgeSourceOptions source)
        => new([.. source.AllowedNetworks.Where(network => IPNetwork.TryParse(network, out _)).Select(network => IPNetwork.Parse(network))]);
}
