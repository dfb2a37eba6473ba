namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The connections to the embedding service.</summary>
/// <param name="network">Lets a test stand in for the network.</param>
internal sealed class EmbeddingHttp(HttpMessageHandler? network) : ServiceHttp(network, MaxResponseBytes)
{
    // Of 2,048 vectors of 3,072 dimensions as base64.
    private const long MaxResponseBytes = 64L << 20;

    /// <summary>Connects to the network.</summary>
    public EmbeddingHttp()
        : this(network: null)
    {
    }
}
