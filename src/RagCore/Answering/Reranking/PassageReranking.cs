using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>Keeps the best passages, in the reranker's order where there is one and it answers in time, else in the search's own.</summary>
/// <param name="reranker">Puts passages in order; null where nobody does.</param>
/// <param name="step">Bounds the wait.</param>
/// <param name="candidates">How many passages a reranker is given.</param>
internal sealed class PassageReranking(IReranker? reranker, OptionalStep step, int candidates)
{
    /// <summary>Gets a value indicating whether passages are put in order.</summary>
    public bool IsOn => reranker is not null;

    /// <summary>Returns how many passages are searched for, so that this many can be kept.</summary>
    public int SearchedFor(int kept) => IsOn ? Math.Max(kept, candidates) : kept;

    /// <summary>Returns the best passages of the request.</summary>
    public async Task<IReadOnlyList<Passage>> KeepBestAsync(RerankRequest request, int kept, CancellationToken cancellationToken)
    {
        if (reranker is null || request.Passages.Count < 2)
        {
            return [.. request.Passages.Take(kept)];
        }

        var order = await step.TryAsync(token => reranker.RankAsync(request, token), cancellationToken);
        return [.. (order is null ? request.Passages : PassageRanking.Apply(request.Passages, order)).Take(kept)];
    }
}
