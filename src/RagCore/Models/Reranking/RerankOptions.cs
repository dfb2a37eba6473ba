using System.ComponentModel.DataAnnotations;

namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>Who puts passages in order once more. Nobody by default: the search's own order is kept.</summary>
public sealed class RerankOptions
{
    public const string SectionName = "Models:Rerank";

    /// <summary>Gets or sets who does it: <c>Cohere</c>, a service that speaks Cohere's protocol, as many local servers do, or <c>ChatModel</c>, a model of <c>Models:Chat</c>. None by default.</summary>
    [EnumDataType(typeof(RerankProvider))]
    public RerankProvider? Provider { get; set; }

    /// <summary>Gets or sets where the service is, without <c>/rerank</c>, such as <c>http://localhost:8000/v2</c>. The provider's public address when not set; plain http is taken for this machine only.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the key of the service. Required unless `Endpoint` is set to a service that asks for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the name of the model, such as <c>rerank-v3.5</c>. Required for the provider <c>Cohere</c>.</summary>
    public string? Model { get; set; }

    /// <summary>Gets or sets how long one call may take. 2 seconds by default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets how many passages the service is asked for; the others follow in the search's order. All by default.</summary>
    public int? TopN { get; set; }
}

/// <summary>Who puts passages in order.</summary>
public enum RerankProvider
{
    /// <summary>A service that speaks Cohere's protocol.</summary>
    Cohere,

    /// <summary>A chat model.</summary>
    ChatModel,
}
