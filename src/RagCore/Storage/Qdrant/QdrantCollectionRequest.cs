namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>A collection as it is created.</summary>
internal sealed record CollectionRequest
{
    public required IReadOnlyDictionary<string, DenseVectorSettings> Vectors { get; init; }

    public required IReadOnlyDictionary<string, SparseVectorSettings> SparseVectors { get; init; }

    public required StrictModeSettings StrictModeConfig { get; init; }

    public bool OnDiskPayload { get; init; }
}

/// <summary>A vector with a number for every dimension.</summary>
internal sealed record DenseVectorSettings(int Size, string Distance, bool OnDisk, QuantizationSettings QuantizationConfig);

/// <summary>How vectors are made smaller.</summary>
internal sealed record QuantizationSettings(ScalarSettings Scalar);

/// <summary>One byte for each number.</summary>
internal sealed record ScalarSettings(string Type, float Quantile, bool AlwaysRam);

/// <summary>A sparse vector.</summary>
internal sealed record SparseVectorSettings(string Modifier);

/// <summary>What the server refuses by itself.</summary>
internal sealed record StrictModeSettings(
    bool Enabled, bool UnindexedFilteringRetrieve, bool UnindexedFilteringUpdate, int MaxQueryLimit, int UpsertMaxBatchsize);
