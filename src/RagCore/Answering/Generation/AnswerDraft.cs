using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>An answer before its citations were checked. Nothing in it is believed.</summary>
/// <param name="Statements">What it says that was not given to the sink while it was written, in order.</param>
/// <param name="Support">How well the best passage supports an answer, from 0 to 1.</param>
/// <param name="Mode">How the sentences came about.</param>
internal sealed record AnswerDraft(IReadOnlyList<DraftStatement> Statements, double Support, AnswerMode Mode)
{
    /// <summary>Gets what the person should know about how it came about; null when there is nothing to say.</summary>
    public string? Remark { get; init; }

    public static AnswerDraft Empty(AnswerMode mode, double support = 0) => new([], support, mode);
}

/// <summary>One statement with what it claims to stand on.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="Quotes">The quotes it leans on.</param>
internal sealed record DraftStatement(string Text, IReadOnlyList<DraftQuote> Quotes);

/// <summary>A quote as a generator gives it.</summary>
/// <param name="Passage">The passage's number, from 1, in the order the passages were handed over.</param>
/// <param name="Text">The words that are said to stand there.</param>
internal sealed record DraftQuote(int Passage, string Text);
