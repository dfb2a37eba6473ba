namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>What each sign that a sentence answers the question is worth, beside the share of the question it covers (1).</summary>
internal sealed record ScoringWeights
{
    // Set by hand and then varied one at a time over the development halves of four kinds of text (encyclopaedia, technical FAQ, a
    // company's benefits, the sample handbook): no step in any direction gained on their sum, and the other halves agree.
    // A title that holds the whole question gives a passage more than this; it is no better covered for that.
    private const double MostRetrieval = 2;

    public static ScoringWeights Default { get; } = new();

    /// <summary>Returns what the covered words are worth together.</summary>
    public double Worth(Coverage coverage)
        => coverage.Own + (Before * coverage.Before) + (Heading * coverage.Above) + (Title * coverage.Title) + (Passage * coverage.Around);

    /// <summary>
    /// Returns how well the question is covered, from 0 to 1: by the best sentence and its context, and by the best passage as the search
    /// sees it. Together they part questions that belong to the documents from others better than either alone.
    /// </summary>
    /// <param name="coverage">What the best sentence and its context cover.</param>
    /// <param name="retrieval">The score of the best passage for each unit of the question's weight.</param>
    public double Support(Coverage coverage, double retrieval)
        => Math.Min(1, (Math.Clamp(Worth(coverage), 0, 1) + (Retrieval * Math.Clamp(retrieval, 0, MostRetrieval))) / (1 + Retrieval));

    /// <summary>Gets what the search's own score is worth beside what the best sentence covers.</summary>
    public double Retrieval { get; init; } = 0.1;

    /// <summary>Gets what a word is worth that stands in the sentence before.</summary>
    public double Before { get; init; } = 0.6;

    /// <summary>Gets what a word is worth that stands in the headings or in the sentence that introduces the list or table.</summary>
    public double Heading { get; init; } = 0.7;

    /// <summary>Gets what a word is worth that stands in the title.</summary>
    public double Title { get; init; } = 0.6;

    /// <summary>Gets what a word is worth that stands anywhere else in the passage.</summary>
    public double Passage { get; init; } = 0.3;

    /// <summary>Gets the worth of two words of the question that stand in the same order.</summary>
    public double Pairs { get; init; } = 0.1;

    /// <summary>Gets the worth of words of the kind that was asked for.</summary>
    public double Kind { get; init; } = 0.12;

    /// <summary>Gets the worth of a passage that the search ranks first, against one without a score.</summary>
    public double Prior { get; init; } = 0.25;

    /// <summary>Gets what is taken off a sentence that says nothing beyond the question's own words.</summary>
    public double Echo { get; init; } = 0.25;

    /// <summary>Gets what is taken off a superseded document that was not asked for.</summary>
    public double Superseded { get; init; } = 0.3;

    /// <summary>Gets what is taken off a passage that lacks a word by which the question picks one of several documents.</summary>
    public double Qualifier { get; init; } = 0.3;

    /// <summary>Gets what is taken off a sentence of a document whose title bears another name than the question picks a document by.</summary>
    public double Rival { get; init; } = 0.25;

    /// <summary>Gets what is taken off a sentence about other people than the question names.</summary>
    public double People { get; init; } = 0.2;

    /// <summary>Gets what is taken off very short and very long sentences.</summary>
    public double Length { get; init; } = 0.05;
}
