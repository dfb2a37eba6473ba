using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Crawling;
using ChatOpsBot.RagCore.Knowledge.Crawling.Mirroring;
using ChatOpsBot.RagCore.Knowledge.Loading.Git;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>One folder of documents, with every default filled in.</summary>
/// <param name="Folder">Its absolute path.</param>
/// <param name="Name">The name people see.</param>
/// <param name="Tenant">The organisation that owns the documents.</param>
/// <param name="Readers">The principals that may read them.</param>
/// <param name="BaseUrl">Where the documents are on the intranet, if they are.</param>
/// <param name="IdPrefix">
/// What precedes the path in an id. The first source of a tenant has none, each later one its name and a slash, whether or not paths
/// collide today, so that an id never changes because another folder did. A folder of the first source may still be called as a later
/// source is: of two documents with one id, the earlier source's is served and the other is reported.
/// </param>
public sealed record KnowledgeSource(string Folder, string Name, TenantId Tenant, IReadOnlyList<string> Readers, Uri? BaseUrl, string IdPrefix)
{
    /// <summary>The prefix of the ids of documents in the document store, without its slash; no configured source may be called so.</summary>
    public const string StoredName = "ingested";

    private const string DefaultFolder = "samples/handbook";

    /// <summary>Gets a value indicating whether documents are looked through for hidden text and orders to an assistant.</summary>
    public bool IsScreened { get; init; } = true;

    /// <summary>Gets where the pages are that the files are copies of; null when they are no copies.</summary>
    internal PageLinks? Pages { get; init; }

    /// <summary>Gets how links are made, when it is not by <see cref="BaseUrl"/>.</summary>
    public string? LinkTemplate { get; init; }

    /// <summary>Gets what is checked out in the folder, when links are made of it.</summary>
    public GitRevision? Revision { get; init; }

    /// <summary>Returns the configured sources, or the sample handbook when there are none.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="root">Where relative paths start.</param>
    /// <param name="web">Where pages are kept; not needed by who reads none.</param>
    public static IReadOnlyList<KnowledgeSource> FromOptions(KnowledgeOptions options, ContentRoot root, WebFolder? web = null)
    {
        if (options.Sources.Count == 0)
        {
            return [new KnowledgeSource(root.Resolve(DefaultFolder), "Handbook", TenantId.Default, [Principals.Everyone], BaseUrl: null, string.Empty)];
        }

        var sources = new List<KnowledgeSource>();
        foreach (var configured in options.Sources)
        {
            var tenant = new TenantId(configured.Tenant);
            var name = configured.Name ?? NameOf(configured, root);
            var folder = configured.IsWeb ? web?.FolderOf(tenant, name) ?? string.Empty : root.Resolve(configured.Path);
            var prefix = sources.Exists(source => source.Tenant == tenant) ? PrefixOf(name) + "/" : string.Empty;
            IReadOnlyList<string> readers = configured.Readers is null ? [Principals.Everyone] : [.. configured.Readers];
            sources.Add(new KnowledgeSource(folder, name, tenant, readers, configured.BaseUrl, prefix)
            {
                IsScreened = configured.Screened,
                Pages = configured.IsWeb ? new PageLinks(folder, CrawlSource.MarkOf(configured)) : null,
                LinkTemplate = configured.LinkTemplate,
                Revision = configured.LinkTemplate is null ? null : GitCheckout.Read(folder).Revision,
            });
        }

        return sources;
    }

    /// <summary>Returns how a source's name stands in ids.</summary>
    internal static string PrefixOf(string name) => name.Replace('/', '_');

    /// <summary>Returns the source as its checkout is now: the same one when nothing else is checked out, or when it cannot be read at the moment.</summary>
    internal KnowledgeSource AtCurrentRevision()
        => LinkTemplate is not null && GitCheckout.Read(Folder).Revision is { } current && current != Revision ? this with { Revision = current } : this;

    /// <summary>Returns where a document that is a file of its own can be opened.</summary>
    internal Uri LinkOf(string path)
        => Pages?.AddressOf(path)
            ?? (LinkTemplate is { } template ? Loading.LinkTemplate.LinkOf(template, Revision, path) : null)
            ?? DocumentLinks.ForDocument(BaseUrl, path, IdOf(path));

    /// <summary>Returns the id of the document at a path below the folder.</summary>
    public string IdOf(string path) => IdPrefix + path;

    private static string NameOf(KnowledgeSourceOptions configured, ContentRoot root)
        => configured.IsWeb
            ? configured.Urls.Concat(configured.Sitemaps).First().IdnHost
            : Path.GetFileName(Path.TrimEndingDirectorySeparator(root.Resolve(configured.Path)));
}
