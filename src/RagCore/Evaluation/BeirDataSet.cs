namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>A collection with questions and judgements, in the form of the BEIR benchmark.</summary>
/// <param name="Documents">The corpus.</param>
/// <param name="Queries">The questions that have at least one judgement.</param>
/// <param name="Judgements">For each question's id the documents judged, with their grade.</param>
public sealed record BeirDataSet(
    IReadOnlyList<BeirDocument> Documents,
    IReadOnlyList<BeirQuery> Queries,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Judgements)
{
    /// <summary>Returns the set with one part of its questions, and the whole corpus.</summary>
    public BeirDataSet Only(QuestionPart part) => this with { Queries = [.. Queries.Where(query => part.Holds(query.Id))] };
}

/// <summary>One document of a corpus.</summary>
public sealed record BeirDocument(string Id, string Title, string Text);

/// <summary>One question.</summary>
public sealed record BeirQuery(string Id, string Text);
