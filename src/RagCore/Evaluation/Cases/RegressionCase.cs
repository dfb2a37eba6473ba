namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>A question that was reviewed once, and what its answer must and must not be.</summary>
/// <param name="Id">Its name in reports.</param>
/// <param name="Question">What is asked.</param>
public sealed record RegressionCase(string Id, string Question)
{
    /// <summary>Gets what is asked in the thread before, oldest first.</summary>
    public IReadOnlyList<string> Thread { get; init; } = [];

    /// <summary>Gets texts of which each must stand in the answer or in one of its quotes.</summary>
    public IReadOnlyList<string> Contains { get; init; } = [];

    /// <summary>Gets texts that may stand in neither.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Gets documents of which each must be cited.</summary>
    public IReadOnlyList<string> Cites { get; init; } = [];

    /// <summary>Gets whether there must be no answer.</summary>
    public bool Refuses { get; init; }
}
