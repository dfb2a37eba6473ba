using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Where originals stand below a folder: <c>tenant=default/readers=hr+legal/path</c>. Tenant and readers stand in the path, so that a
/// document can never be separated from who may read it.
/// </summary>
internal static class OriginalsLayout
{
    /// <summary>The prefix of the ids of originals; no configured source may be called so.</summary>
    public const string IdPrefix = KnowledgeSource.StoredName + "/";

    private const string SourceName = "Ingested documents";
    private const string TenantPrefix = "tenant=";
    private const string ReadersPrefix = "readers=";
    private const char Separator = '+';

    // Names of folders end at 255 bytes, and paths are kept where 1,024 bytes hold all that a store puts before them too.
    private const int MaxNameLength = 240;
    private const int MaxPathBytes = 700;

    public static void Check(TenantId tenant, string path, IReadOnlyList<string> readers)
    {
        if (readers.Count == 0 || readers.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("A document needs at least one reader, and none of them blank.", nameof(readers));
        }

        if (ReadersText(readers).Length > MaxNameLength)
        {
            throw new ArgumentException($"The readers are longer than {MaxNameLength} characters together: name a group in place of its members.", nameof(readers));
        }

        if (TenantText(tenant).Length > MaxNameLength)
        {
            throw new ArgumentException($"The tenant's name is longer than {MaxNameLength} characters.", nameof(tenant));
        }

        if (!IsPath(path))
        {
            throw new ArgumentException($"'{path}' is not a path below a folder, or longer than {MaxPathBytes} bytes.", nameof(path));
        }
    }

    /// <summary>Says whether a path stays below the folder it starts in.</summary>
    public static bool IsPath(string path)
        => !Path.IsPathRooted(path)
            && path.Split('/').All(part => part.Trim('.').Length > 0)
            && !path.Contains('\0', StringComparison.Ordinal)
            && Encoding.UTF8.GetByteCount(path) <= MaxPathBytes;

    public static string TenantFolder(string root, TenantId tenant) => Path.Combine(root, TenantPrefix + TenantText(tenant));

    /// <summary>Returns the file of an original.</summary>
    /// <param name="root">The folder of all.</param>
    /// <param name="tenant">The organisation that owns it.</param>
    /// <param name="readersText">Its readers, as <see cref="ReadersText"/> writes them.</param>
    /// <param name="path">Its path.</param>
    public static string FileOf(string root, TenantId tenant, string readersText, string path)
        => Path.Combine(TenantFolder(root, tenant), ReadersPrefix + readersText, path);

    /// <summary>Lists the folders of an organisation, one for each set of readers.</summary>
    public static IEnumerable<string> ReaderFolders(string tenantFolder)
        => Directory.GetDirectories(tenantFolder, ReadersPrefix + "*").Order(StringComparer.Ordinal);

    /// <summary>Lists the folders below a root that hold originals.</summary>
    public static IReadOnlyList<KnowledgeSource> List(string root)
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return
        [
            .. from tenant in Directory.GetDirectories(root, TenantPrefix + "*").Order(StringComparer.Ordinal)
               from readers in ReaderFolders(tenant)
               select new KnowledgeSource(
                   readers,
                   SourceName,
                   new TenantId(Uri.UnescapeDataString(Path.GetFileName(tenant)[TenantPrefix.Length..])),
                   ReadersOf(Path.GetFileName(readers)[ReadersPrefix.Length..]),
                   BaseUrl: null,
                   IdPrefix),
        ];
    }

    /// <summary>Returns readers as one text: the same text for the same readers, in whatever order and however often they are named.</summary>
    public static string ReadersText(IReadOnlyList<string> readers)
        => string.Join(Separator, readers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Uri.EscapeDataString));

    /// <summary>Says whether a text is what <see cref="ReadersText"/> writes of somebody.</summary>
    public static bool IsReadersText(string? text)
        => text is { Length: > 0 and <= MaxNameLength } && !ReadersOf(text).Any(string.IsNullOrWhiteSpace) && ReadersText(ReadersOf(text)) == text;

    public static string TenantText(TenantId tenant) => Uri.EscapeDataString(tenant.Value);

    private static string[] ReadersOf(string text) => [.. text.Split(Separator).Select(Uri.UnescapeDataString)];
}
