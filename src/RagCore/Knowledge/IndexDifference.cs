using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge;

/// <summary>A document that does not stand in the index as it should.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="DocumentId">Its id.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Expected">The version that should be there.</param>
/// <param name="Stored">The version that is.</param>
internal sealed record IndexDifference(TenantId Tenant, string DocumentId, DifferenceKind Kind, string? Expected, string? Stored)
{
    /// <summary>Gets the source of what is there.</summary>
    public string? Source { get; init; }

    /// <summary>Gets when it was written, in milliseconds.</summary>
    public long Written { get; init; }
}

/// <summary>What is wrong with a document in the index.</summary>
internal enum DifferenceKind
{
    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there and should not be.</summary>
    Unexpected,

    /// <summary>Another version or other readers are there.</summary>
    Outdated,

    /// <summary>Chunks are missing, or an older revision is left beside it.</summary>
    Incomplete,
}
