using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>Where the documents are.</summary>
public sealed class KnowledgeOptions
{
    public const string SectionName = "Knowledge";

    /// <summary>Gets the sources. One by default: the sample handbook, readable by everyone.</summary>
    [ValidateEnumeratedItems]
    public IList<KnowledgeSourceOptions> Sources { get; } = [];

    /// <summary>Gets or sets how long a change may settle before it is read. 300 milliseconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Gets or sets how often folders are compared with the index although nothing was reported. 30 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RescanInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how often a changing index is kept in <c>Storage:DataPath</c>, so that a start reads only what changed since. It is kept
    /// after the first reading and at the end too. 5 minutes by default; zero keeps nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan SnapshotInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the largest file that is read, in bytes. 20 MiB by default.</summary>
    [Range(1, 1 << 30)]
    public long MaxFileBytes { get; set; } = 20 << 20;
}

/// <summary>One folder of documents, or pages of the web.</summary>
public sealed class KnowledgeSourceOptions
{
    /// <summary>Gets or sets the folder; a relative path starts at the repository or content root.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>Gets the https addresses of pages, in place of a folder. Their copies are kept below <c>Storage:DataPath</c>.</summary>
    public IList<Uri> Urls { get; } = [];

    /// <summary>Gets the https addresses of sitemaps or indexes of sitemaps, packed or not, in place of a folder. Pages of hosts that no configured address names are not read.</summary>
    public IList<Uri> Sitemaps { get; } = [];

    /// <summary>Gets or sets how often pages are asked for again. 1 hour by default.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how many pages are read at most. 2,000 by default.</summary>
    [Range(1, 50_000)]
    public int MaxPages { get; set; } = 2_000;

    /// <summary>
    /// Gets private networks that pages may be read from, such as <c>10.20.0.0/16</c>. None by default: only the public internet. This machine
    /// and the services clouds run for their machines are never read.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Gets or sets the name people see, and part of the ids of documents from the second source on. The folder's name, or the first host, by default; <c>ingested</c> is reserved.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the organisation that owns the documents. <c>default</c> by default.</summary>
    public string Tenant { get; set; } = "default";

    /// <summary>Gets or sets the principals that may read them: groups, or <c>everyone</c>. Everyone when the key is absent; an empty entry stops the start.</summary>
    public IList<string>? Readers { get; set; }

    /// <summary>
    /// Gets or sets whether a document with hidden characters, or with orders to an assistant, is kept out until somebody has looked at it.
    /// True by default; false for a folder whose owner vouches for it, such as guides about prompts.
    /// </summary>
    public bool Screened { get; set; } = true;

    /// <summary>Gets or sets the address the documents have on the intranet, such as <c>https://wiki.example.com/handbook/</c>. None by default: links stay relative.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>
    /// Gets or sets how links are made for a folder in a Git checkout, such as <c>https://github.com/acme/handbook/blob/{commit}/{path}#{lines}</c>: with
    /// <c>{commit}</c>, <c>{branch}</c>, <c>{path}</c> from the top of the checkout and, at the end, <c>#{lines}</c> for the lines of a quote. None by
    /// default; not together with <c>BaseUrl</c>.
    /// </summary>
    public string? LinkTemplate { get; set; }

    /// <summary>Gets a value indicating whether the documents are pages of the web.</summary>
    internal bool IsWeb => Urls.Count + Sitemaps.Count > 0;
}
