namespace ChatOpsBot.RagCore.Models.Reranking;

/// <summary>The connections to the reranking service.</summary>
/// <param name="network">Lets a test stand in for the network.</param>
internal sealed class RerankHttp(HttpMessageHandler? network) : ServiceHttp(network, MaxResponseBytes)
{
    // A number and a score for each of 100 passages, with room for services that repeat the passages.
    private const long MaxResponseBytes = 2L << 20;

    /// <summary>Connects to the network.</summary>
    public RerankHttp()
        : this(network: null)
    {
    }
}
