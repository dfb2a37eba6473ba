using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Makes a question whole from its thread. Never fails: what cannot be made whole is searched as it was asked.</summary>
internal interface IQuestionRewriter
{
    /// <summary>Returns the question as it stands alone.</summary>
    Task<StandaloneQuestion> RewriteAsync(RewriteRequest request, CancellationToken cancellationToken);
}

/// <summary>A question that may lean on its thread.</summary>
/// <param name="Text">The question, cleaned and bounded.</param>
/// <param name="Thread">What was said before, oldest first.</param>
/// <param name="Tenant">The organisation, which may have a prompt of its own.</param>
/// <param name="ThreadKey">What the choice of a prompt version sticks to; empty where there is no thread.</param>
/// <param name="Trail">Told of what was used.</param>
internal sealed record RewriteRequest(string Text, IReadOnlyList<Exchange> Thread, TenantId Tenant, string ThreadKey, AnswerTrail Trail);
