using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml;
using ChatOpsBot.RagCore.Knowledge.Crawling.Network;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Sitemaps;

/// <summary>What one sitemap file names (sitemaps.org).</summary>
/// <param name="IsIndex">Whether it names other sitemaps and not pages.</param>
/// <param name="Entries">What it names.</param>
internal sealed record SitemapFile(bool IsIndex, IReadOnlyList<SitemapEntry> Entries)
{
    /// <summary>The largest sitemap, as it is and unpacked.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    private const int MaxEntries = 50_000;
    private const int MaxEntityCharacters = 1_024;

    /// <summary>Reads a file, packed or not. Null when it is not a sitemap, is damaged, or is larger than one may be.</summary>
    public static SitemapFile? Parse(ReadOnlyMemory<byte> bytes, int maxBytes = MaxBytes)
    {
        try
        {
            using var stream = new CappedStream(Open(bytes), maxBytes);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = maxBytes,
                MaxCharactersFromEntities = MaxEntityCharacters,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            return Read(reader);
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            return null;
        }
    }

    private static Stream Open(ReadOnlyMemory<byte> bytes)
    {
        var stream = MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
        return bytes.Span is [0x1F, 0x8B, ..] ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static SitemapFile? Read(XmlReader reader)
    {
        reader.MoveToContent();
        if (reader.LocalName is not ("urlset" or "sitemapindex"))
        {
            return null;
        }

        var isIndex = reader.LocalName == "sitemapindex";
        var entries = new List<SitemapEntry>();
        string? location = null;
        string? modified = null;
        for (reader.Read(); !reader.EOF;)
        {
            // Only the entry's own members: extensions for images and videos have locations, too.
            if (reader is { NodeType: XmlNodeType.Element, Depth: 2, LocalName: "loc" or "lastmod" })
            {
                var isLocation = reader.LocalName == "loc";
                var value = reader.ReadElementContentAsString().Trim();
                (location, modified) = isLocation ? (value, modified) : (location, value);
            }
            else
            {
                if (reader is { NodeType: XmlNodeType.EndElement, Depth: 1, LocalName: "url" or "sitemap" })
                {
                    if (entries.Count == MaxEntries)
                    {
                        return null;
                    }

                    if (PageAddress.Read(location) is { } url)
                    {
                        entries.Add(new SitemapEntry(url, modified is { Length: > 0 and <= 40 } ? modified : null));
                    }

                    (location, modified) = (null, null);
                }

                reader.Read();
            }
        }

        return new SitemapFile(isIndex, entries);
    }
}

/// <summary>A page or a sitemap that a sitemap names.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Modified">When it was last changed, as the sitemap writes it.</param>
internal sealed record SitemapEntry(Uri Url, string? Modified);
