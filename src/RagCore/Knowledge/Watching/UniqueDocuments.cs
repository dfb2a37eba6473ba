using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>
/// Keeps one document of each id, that of the first source in order. Two are never merged: what is served has the text and the readers
/// of one source.
/// </summary>
internal static class UniqueDocuments
{
    public static IReadOnlyList<LoadResult> Of(IEnumerable<LoadResult> results)
    {
        var taken = new HashSet<(TenantId Tenant, string Id)>();
        return [.. results.Select(result => result.Document is not { } document || taken.Add((document.Tenant, document.Id)) ? result : result.Refused(LoadOutcome.Duplicate))];
    }
}
