using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>What every answer is wrapped in.</summary>
internal sealed record QdrantReply<T>(T? Result);

/// <summary>What came of a write.</summary>
internal sealed record UpdateResult(string Status);

/// <summary>Points in the order of their scores.</summary>
internal sealed record QueryResult(IReadOnlyList<PointRead> Points);

/// <summary>A page of points, and where the next one begins.</summary>
internal sealed record ScrollResult(IReadOnlyList<PointRead> Points, string? NextPageOffset = null);

/// <summary>A point as it is read.</summary>
internal sealed record PointRead(string Id, double Score = 0, QdrantPayload? Payload = null);

/// <summary>All aliases.</summary>
internal sealed record AliasList(IReadOnlyList<AliasTarget> Aliases);

/// <summary>All collections.</summary>
internal sealed record CollectionList(IReadOnlyList<CollectionName> Collections);

/// <summary>A collection.</summary>
internal sealed record CollectionName(string Name);

/// <summary>The wire's form of everything, generated. A member that is missing in an answer is an answer that cannot be read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(ScrollRequest))]
[JsonSerializable(typeof(PointsWrite))]
[JsonSerializable(typeof(VectorsWrite))]
[JsonSerializable(typeof(PointsDelete))]
[JsonSerializable(typeof(FieldIndexRequest))]
[JsonSerializable(typeof(AliasChanges))]
[JsonSerializable(typeof(CollectionRequest))]
[JsonSerializable(typeof(StoredContent))]
[JsonSerializable(typeof(SparseVector))]
[JsonSerializable(typeof(FusionQuery))]
[JsonSerializable(typeof(ReadOnlyMemory<float>))]
[JsonSerializable(typeof(QdrantReply<bool>), TypeInfoPropertyName = "DoneReply")]
[JsonSerializable(typeof(QdrantReply<UpdateResult>), TypeInfoPropertyName = "UpdateReply")]
[JsonSerializable(typeof(QdrantReply<QueryResult>), TypeInfoPropertyName = "QueryReply")]
[JsonSerializable(typeof(QdrantReply<ScrollResult>), TypeInfoPropertyName = "ScrollReply")]
[JsonSerializable(typeof(QdrantReply<AliasList>), TypeInfoPropertyName = "AliasReply")]
[JsonSerializable(typeof(QdrantReply<CollectionList>), TypeInfoPropertyName = "CollectionsReply")]
internal sealed partial class QdrantJson : JsonSerializerContext;
