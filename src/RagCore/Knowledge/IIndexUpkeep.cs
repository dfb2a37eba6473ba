using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>What an operator does to an index that outlives the process. Nobody implements it where every process keeps its own.</summary>
internal interface IIndexUpkeep
{
    /// <summary>Compares the index with the documents it should hold. Changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be read now.</exception>
    Task<IndexCheck> CheckAsync(IReadOnlyCollection<Document> expected, CancellationToken cancellationToken);

    /// <summary>Writes what a comparison found missing, outdated or incomplete, and removes what should not be there.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be changed now; what was done so far stays.</exception>
    Task RepairAsync(IndexCheck check, IReadOnlyCollection<Document> expected, CancellationToken cancellationToken);

    /// <summary>Fills a new index and puts it in the place of the old one, which is searched until then.</summary>
    /// <exception cref="StoreUnavailableException">The index cannot be made now; the old one stays.</exception>
    Task RebuildAsync(IReadOnlyCollection<Document> documents, CancellationToken cancellationToken);
}

/// <summary>What a comparison found.</summary>
/// <param name="Index">The name of what was compared.</param>
/// <param name="Differences">What is not as it should be, in the order of tenant and id.</param>
/// <param name="WithoutVectors">How many passages have no vector yet and are found by words alone; null where nothing has vectors.</param>
/// <param name="Unused">The names of what lies beside it and is not searched.</param>
internal sealed record IndexCheck(string Index, IReadOnlyList<IndexDifference> Differences, int? WithoutVectors, IReadOnlyList<string> Unused);
