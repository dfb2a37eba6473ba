using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Searches with every wording of a question and makes one ranking of what was found.</summary>
internal static class VariantSearch
{
    /// <summary>Returns the best passages, best first.</summary>
    /// <param name="index">What is searched.</param>
    /// <param name="wordings">The question and its variants.</param>
    /// <param name="access">What may be read.</param>
    /// <param name="limit">How many are returned at most.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<Passage>> RunAsync(
        IKnowledgeIndex index, IReadOnlyList<string> wordings, AccessFilter access, int limit, CancellationToken cancellationToken)
    {
        var fused = await index.SearchAsync(wordings[0], access, limit, cancellationToken);
        foreach (var wording in wordings.Skip(1))
        {
            fused = Fuse(fused, await index.SearchAsync(wording, access, limit, cancellationToken), limit);
        }

        return fused;
    }

    // A wording that finds little has low scores throughout, such as one in a language the documents are not in: the better match counts.
    private static Passage[] Fuse(IReadOnlyList<Passage> some, IReadOnlyList<Passage> others, int limit)
    {
        var fused = Supersession.KeepBehind(
        [
            .. some.Concat(others)
                .GroupBy(passage => (passage.Chunk.Document.Id, passage.Chunk.Ordinal))
                .Select(same => same.MaxBy(passage => passage.Score)!),
        ]);
        Array.Sort(fused, PassageOrder.Compare);
        return fused.Length > limit ? fused[..limit] : fused;
    }
}
