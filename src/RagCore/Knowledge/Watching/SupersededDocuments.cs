using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Completes "replaced by" from the documents that say what they replace. A document never replaces itself.</summary>
internal static class SupersededDocuments
{
    public static IEnumerable<Document> Mark(IEnumerable<LoadResult> results)
    {
        var loaded = results.Where(result => result.Document is not null).ToArray();
        var replacements = new Dictionary<(TenantId Tenant, string Id), string>();
        foreach (var result in loaded)
        {
            foreach (var older in result.Supersedes.Where(older => older != result.DocumentId))
            {
                replacements.TryAdd((result.Document!.Tenant, older), result.DocumentId);
            }
        }

        foreach (var document in loaded.Select(result => result.Document!))
        {
            var replacement = document.SupersededBy ?? replacements.GetValueOrDefault((document.Tenant, document.Id));
            yield return replacement is null ? document : document with { IsSuperseded = true, SupersededBy = replacement };
        }
    }
}
