namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>A question of a SQuAD file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The question.</param>
/// <param name="Answers">The gold answers. Empty: no paragraph answers it.</param>
public sealed record SquadQuestion(string Id, string Text, IReadOnlyList<string> Answers)
{
    /// <summary>Gets a value indicating whether the file holds an answer.</summary>
    public bool IsAnswerable => Answers.Count > 0;
}

/// <summary>A paragraph of a SQuAD file.</summary>
/// <param name="Id">A name unique in the file.</param>
/// <param name="Title">The title of its article.</param>
/// <param name="Text">The paragraph.</param>
public sealed record SquadParagraph(string Id, string Title, string Text);

/// <summary>The paragraphs and questions of a SQuAD v2 file.</summary>
/// <param name="Paragraphs">All paragraphs, in the order of the file.</param>
/// <param name="Questions">All questions, in the order of the file.</param>
public sealed record SquadFile(IReadOnlyList<SquadParagraph> Paragraphs, IReadOnlyList<SquadQuestion> Questions)
{
    /// <summary>Returns the file with one part of its questions, and all paragraphs.</summary>
    public SquadFile Only(QuestionPart part) => this with { Questions = [.. Questions.Where(question => part.Holds(question.Id))] };
}
