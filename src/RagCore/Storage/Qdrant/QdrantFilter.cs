using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// Which points a request is about. Made here only: what is read for somebody comes from an <see cref="AccessFilter"/>, and what is written names one tenant.
/// </summary>
internal sealed record QdrantFilter
{
    private QdrantFilter(params IEnumerable<QdrantCondition?> must) => Must = [.. must.OfType<QdrantCondition>()];

    /// <summary>Gets what has to hold, all of it.</summary>
    public IReadOnlyList<QdrantCondition> Must { get; }

    /// <summary>Gets what must not hold, none of it.</summary>
    public IReadOnlyList<QdrantCondition>? MustNot { get; private init; }

    /// <summary>Admits points of one kind that a reader may see.</summary>
    /// <param name="access">The rights; not empty.</param>
    /// <param name="kind">Chunks or documents.</param>
    /// <param name="documents">Only those of these documents; of all when null.</param>
    public static QdrantFilter Readable(AccessFilter access, string kind, IReadOnlyCollection<string>? documents = null)
    {
        if (access.IsEmpty)
        {
            throw new ArgumentException("A filter without principals admits nothing; there is nothing to ask.", nameof(access));
        }

        return new QdrantFilter(
            QdrantCondition.Is(QdrantFields.Tenant, access.Tenant.Value),
            QdrantCondition.IsAny(QdrantFields.Readers, access.Principals),
            access.Sources is { } sources ? QdrantCondition.IsAny(QdrantFields.Source, sources) : null,
            QdrantCondition.Is(QdrantFields.Kind, kind),
            documents is null ? null : QdrantCondition.IsAny(QdrantFields.Document, documents));
    }

    /// <summary>Admits the document points of a tenant's documents, whoever may read them. For writers.</summary>
    public static QdrantFilter Written(TenantId tenant, IReadOnlyCollection<string> documents) => new(
        QdrantCondition.Is(QdrantFields.Tenant, tenant.Value),
        QdrantCondition.Is(QdrantFields.Kind, QdrantFields.DocumentKind),
        QdrantCondition.IsAny(QdrantFields.Document, documents));

    /// <summary>Admits all points of a tenant's documents, or those only that were written before a time. For writers.</summary>
    public static QdrantFilter Everything(TenantId tenant, IReadOnlyCollection<string> documents, long? before = null) => new(
        QdrantCondition.Is(QdrantFields.Tenant, tenant.Value),
        QdrantCondition.IsAny(QdrantFields.Document, documents),
        before is { } time ? QdrantCondition.Below(QdrantFields.Written, time) : null);

    /// <summary>Admits the chunks of all tenants that have no vector of a name. For writers.</summary>
    public static QdrantFilter Without(string vector)
        => new(QdrantCondition.Is(QdrantFields.Kind, QdrantFields.ChunkKind)) { MustNot = [new QdrantCondition(HasVector: vector)] };
}

/// <summary>What one field of a payload has to be, or which vector a point has to have.</summary>
internal sealed record QdrantCondition(string? Key = null, QdrantMatch? Match = null, QdrantRange? Range = null, string? HasVector = null)
{
    public static QdrantCondition Is(string key, string value) => new(key, new QdrantMatch(Value: value));

    public static QdrantCondition IsAny(string key, IReadOnlyCollection<string> values) => new(key, new QdrantMatch(Any: values));

    public static QdrantCondition Below(string key, long value) => new(key, Range: new QdrantRange(value));
}

/// <summary>One value, or any of several.</summary>
internal sealed record QdrantMatch(string? Value = null, IReadOnlyCollection<string>? Any = null);

/// <summary>A range of numbers.</summary>
internal sealed record QdrantRange([property: JsonPropertyName("lt")] long Below);
