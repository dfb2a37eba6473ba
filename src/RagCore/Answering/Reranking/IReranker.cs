using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>Says in which order passages answer a question. Not registered where the search's own order is kept.</summary>
internal interface IReranker
{
    /// <summary>
    /// Returns the numbers of the passages from 0, the best first. It may leave some out; null when no order came back. Whatever it throws leaves
    /// the search's order.
    /// </summary>
    Task<IReadOnlyList<int>?> RankAsync(RerankRequest request, CancellationToken cancellationToken);
}

/// <summary>What is put in order.</summary>
/// <param name="Question">The question, standing alone.</param>
/// <param name="Passages">The passages the audience may read, in the search's order.</param>
/// <param name="Tenant">The organisation, which may have a prompt of its own.</param>
/// <param name="ThreadKey">What the choice of a prompt version sticks to; empty where there is no thread.</param>
/// <param name="Trail">Told of what was used.</param>
internal sealed record RerankRequest(string Question, IReadOnlyList<Passage> Passages, TenantId Tenant, string ThreadKey, AnswerTrail Trail);
