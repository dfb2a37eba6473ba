using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Tools;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>What an answer is drafted from.</summary>
/// <param name="Question">The question, standing alone.</param>
/// <param name="Passages">The passages the audience may read, best first.</param>
/// <param name="Access">What the audience may read.</param>
/// <param name="Locale">The person's language, when known.</param>
/// <param name="Thread">What the choice of a prompt version sticks to; empty where there is no thread.</param>
/// <param name="Trail">Told of what was used.</param>
internal sealed record GenerationRequest(
    string Question, IReadOnlyList<Passage> Passages, AccessFilter Access, string? Locale, string Thread, AnswerTrail Trail)
{
    /// <summary>Gets what a model may look up while it writes; null where there is nothing.</summary>
    public ToolSession? Tools { get; init; }
}
