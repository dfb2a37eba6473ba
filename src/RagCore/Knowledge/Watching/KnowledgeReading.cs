using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>What reading all sources once gave.</summary>
/// <param name="Sources">The sources.</param>
/// <param name="Documents">The documents that can be served.</param>
/// <param name="Results">One report for each file.</param>
internal sealed record KnowledgeReading(IReadOnlyList<KnowledgeSource> Sources, IReadOnlyList<Document> Documents, IReadOnlyList<LoadResult> Results)
{
    /// <summary>Gets the names of the sources whose pages were never crawled into this folder.</summary>
    public IReadOnlyList<string> NotCrawled => [.. Sources.Where(source => source.Pages is { IsCrawled: false }).Select(source => source.Name)];

    /// <summary>Returns a comparison without what should not be there but may only not have been read: a source of which a part was read says nothing of the rest.</summary>
    public IndexCheck Sure(IndexCheck check)
    {
        var parts = Sources.Where(IsPart).Select(source => (source.Tenant, source.Name)).ToHashSet();
        return check with
        {
            Differences = [.. check.Differences.Where(difference => difference.Kind is not DifferenceKind.Unexpected || difference.Source is not { } source || !parts.Contains((difference.Tenant, source)))],
        };
    }

    private bool IsPart(KnowledgeSource source) => source.Pages is { WholeAsOf: null } || Results.Any(result => IsUnread(result) && result.DocumentId.StartsWith(source.IdPrefix, StringComparison.Ordinal));

    private static bool IsUnread(LoadResult result) => result.Outcome is LoadOutcome.Changing or LoadOutcome.Unreadable;
}
