using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>What is left of a draft.</summary>
/// <param name="Statements">The statements that hold, in their order.</param>
/// <param name="Citations">Their citations, numbered 1 to n in order of first use.</param>
/// <param name="Dropped">How many statements did not hold.</param>
internal sealed record VerifiedAnswer(IReadOnlyList<AnswerStatement> Statements, IReadOnlyList<Citation> Citations, int Dropped)
{
    public static VerifiedAnswer Empty { get; } = new([], [], 0);

    /// <summary>Gets the share of the draft's statements that hold, from 0 to 1.</summary>
    public double Grounding => Statements.Count == 0 ? 0 : (double)Statements.Count / (Statements.Count + Dropped);
}
