using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The model that turns texts into vectors. Without one, documents are searched by words alone.</summary>
public sealed class EmbeddingOptions
{
    public const string SectionName = "Models:Embedding";

    /// <summary>Gets or sets whose protocol is spoken: <c>OpenAI</c>, which many other services and local servers speak too. None by default: words alone.</summary>
    [EnumDataType(typeof(EmbeddingProvider))]
    public EmbeddingProvider? Provider { get; set; }

    /// <summary>Gets or sets where the service is, without <c>/embeddings</c>, such as <c>http://localhost:11434/v1</c>. The provider's public address when not set; plain http is taken for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the key of the service. Required unless `Endpoint` is set to a service that asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the name of the model, such as <c>text-embedding-3-small</c>. Required when a provider is set.</summary>
    public string? Model { get; set; }

    /// <summary>Gets or sets how many numbers a vector of the model has. Required when a provider is set; an answer with another number is refused.</summary>
    public int? Dimensions { get; set; }

    /// <summary>Gets or sets how many texts are sent in one call. 64 by default.</summary>
    [Range(1, 2048)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Gets or sets how long one call may take. 30 seconds by default. Questions wait 2 seconds at most.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many tokens may be spent in a day (UTC) by each process; above it words alone go on. 50,000,000 by default; 0 sets no limit.</summary>
    [Range(0L, long.MaxValue)]
    public long MaxTokensPerDay { get; set; } = 50_000_000;
}

/// <summary>Whose protocol an embedding service speaks.</summary>
public enum EmbeddingProvider
{
    /// <summary>OpenAI's, spoken by many others.</summary>
    OpenAI,
}
