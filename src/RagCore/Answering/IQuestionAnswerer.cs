using System.Collections.Frozen;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>Answers a question from the documents its audience may read. What the turn, the console and the evaluation share.</summary>
public interface IQuestionAnswerer
{
    /// <summary>Rewrites, retrieves, generates and verifies, in this order.</summary>
    /// <param name="question">What was asked, and in which thread.</param>
    /// <param name="access">What may be used. Required, so that it cannot be forgotten (P4).</param>
    /// <param name="progress">Told when a step begins.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreUnavailableException">The index cannot be asked now.</exception>
    Task<QuestionOutcome> AnswerAsync(Question question, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken);
}

/// <summary>A question as it was asked.</summary>
/// <param name="Text">The words.</param>
/// <param name="Thread">What was said before, oldest first.</param>
/// <param name="Locale">The person's language, when known.</param>
public sealed record Question(string Text, IReadOnlyList<Exchange> Thread, string? Locale)
{
    /// <summary>Gets who asked and pays; null where nobody is known.</summary>
    public ModelAccount? Account { get; init; }

    /// <summary>Gets who asked and alone reads the answer, such as <c>slack:U0ALICE</c>; null where several people read it or nobody is known.</summary>
    public string? Asker { get; init; }

    /// <summary>Gets the thread's key, which the choice between versions of a prompt sticks to.</summary>
    public string ThreadKey { get; init; } = string.Empty;

    /// <summary>Gets which models may be called.</summary>
    public SpendingLevel Spending { get; init; }

    /// <summary>Gets who is told of every charge at once, also where no answer comes of it; null for nobody. Called from any thread.</summary>
    public Action<ModelCharge>? OnCharged { get; init; }

    /// <summary>Gets what the person is told besides the answer, such as that the budget is used up.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>The end of a question.</summary>
/// <param name="Reply">An <see cref="AnswerReply"/>, a <see cref="NoEvidenceReply"/> or a <see cref="ClarificationReply"/>; a <see cref="NoticeReply"/> when nothing was asked.</param>
/// <param name="StandaloneQuestion">The question made whole from the thread.</param>
/// <param name="Support">How well the best passage supports an answer, from 0 to 1; what abstention is decided on.</param>
/// <param name="Timings">Milliseconds per step: <c>rewrite</c>, <c>retrieve</c>, <c>rerank</c> where it is on, <c>generate</c>, <c>verify_citations</c>.</param>
public sealed record QuestionOutcome(Reply Reply, string StandaloneQuestion, double Support, IReadOnlyDictionary<string, double> Timings)
{
    /// <summary>Gets what produced it, by name, such as the version of a prompt.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Gets what models were paid for it.</summary>
    public IReadOnlyList<ModelCharge> Charges { get; init; } = [];
}
