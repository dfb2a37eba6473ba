namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>Says which files belong together. Whatever is not named here does not count.</summary>
/// <param name="Build">The build that wrote it: another one may cut, analyse or read documents differently.</param>
/// <param name="Tenants">What was kept of each tenant.</param>
/// <param name="Catalog">What the sources looked like.</param>
internal sealed record SnapshotManifest(Guid Build, IReadOnlyList<KeptTenant> Tenants, KeptFile Catalog)
{
    /// <summary>Gets the files.</summary>
    public IEnumerable<KeptFile> Files()
        => Tenants.SelectMany(tenant => tenant.Segments.SelectMany(segment => new[] { segment.Files.Index, segment.Files.Texts }).Append(tenant.Vocabulary)).Append(Catalog);
}

/// <summary>A tenant's files.</summary>
internal sealed record KeptTenant(string Tenant, KeptFile Vocabulary, IReadOnlyList<KeptView> Segments);

/// <summary>A segment's files and which of its documents no longer count.</summary>
/// <param name="Files">The files.</param>
/// <param name="Removed">The numbers of the documents, ascending; null when all count.</param>
internal sealed record KeptView(SegmentFiles Files, int[]? Removed);

/// <summary>The two files of a segment: what searches read, and what they quote.</summary>
internal sealed record SegmentFiles(KeptFile Index, KeptFile Texts);

/// <summary>A file by its name in the folder and the sum it must have.</summary>
internal sealed record KeptFile(string Name, byte[] Sum);
