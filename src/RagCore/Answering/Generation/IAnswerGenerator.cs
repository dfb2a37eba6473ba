using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>Drafts an answer from passages. The draft may be wrong in every way; the citation verifier decides what is said.</summary>
internal interface IAnswerGenerator
{
    /// <summary>Drafts an answer to a question that stands alone.</summary>
    /// <param name="question">The question.</param>
    /// <param name="passages">The passages the audience may read, best first.</param>
    /// <param name="access">What the audience may read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<AnswerDraft> GenerateAsync(string question, IReadOnlyList<Passage> passages, AccessFilter access, CancellationToken cancellationToken);
}
