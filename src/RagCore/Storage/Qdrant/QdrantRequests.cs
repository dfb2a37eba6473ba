using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>What a search asks for. The filter is required, so that no search can be written without one.</summary>
internal sealed record QueryRequest
{
    public required QdrantFilter Filter { get; init; }

    public required object Query { get; init; }

    public required int Limit { get; init; }

    public required IReadOnlyList<string> WithPayload { get; init; }

    public IReadOnlyList<Prefetch>? Prefetch { get; init; }

    public string? Using { get; init; }
}

/// <summary>One of the rankings that are fused.</summary>
internal sealed record Prefetch
{
    public required QdrantFilter Filter { get; init; }

    public required object Query { get; init; }

    public required string Using { get; init; }

    public required int Limit { get; init; }
}

/// <summary>How rankings become one.</summary>
internal sealed record FusionQuery(string Fusion);

/// <summary>A page of all points that a filter admits.</summary>
internal sealed record ScrollRequest(QdrantFilter? Filter, int Limit, IReadOnlyList<string> WithPayload, string? Offset = null);

/// <summary>A point as it is written: its vectors by name.</summary>
internal sealed record PointWrite(string Id, IReadOnlyDictionary<string, object> Vector, QdrantPayload Payload);

/// <summary>Points to write together.</summary>
internal sealed record PointsWrite(IReadOnlyList<PointWrite> Points);

/// <summary>Vectors to write to points that stand there.</summary>
internal sealed record VectorsWrite(IReadOnlyList<PointVectors> Points);

/// <summary>A point's vectors by name.</summary>
internal sealed record PointVectors(string Id, IReadOnlyDictionary<string, object> Vector);

/// <summary>Deletes what a filter admits.</summary>
internal sealed record PointsDelete(QdrantFilter Filter);

/// <summary>A vector that is zero nearly everywhere.</summary>
internal sealed record SparseVector(IReadOnlyList<uint> Indices, IReadOnlyList<float> Values);

/// <summary>An index over one field of the payload.</summary>
internal sealed record FieldIndexRequest(string FieldName, FieldSchema FieldSchema);

/// <summary>What sort of index.</summary>
internal sealed record FieldSchema(string Type, bool? IsTenant = null, bool? Lookup = null, bool? Range = null);

/// <summary>Changes of aliases that are made together or not at all.</summary>
internal sealed record AliasChanges(IReadOnlyList<AliasAction> Actions);

/// <summary>One change of an alias.</summary>
internal sealed record AliasAction(AliasTarget? CreateAlias = null, AliasName? DeleteAlias = null);

/// <summary>An alias and the collection it stands for.</summary>
internal sealed record AliasTarget(string CollectionName, string AliasName);

/// <summary>An alias.</summary>
internal sealed record AliasName([property: JsonPropertyName("alias_name")] string Name);
