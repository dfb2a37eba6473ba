using System.ClientModel;
using ChatOpsBot.RagCore.Diagnostics;
using ChatOpsBot.RagCore.Knowledge.Dense;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>Reads what a status means. What the service wrote is left out: it may repeat texts and keys.</summary>
internal static class ServiceFaults
{
    public static EmbeddingException Of(ClientResultException fault, TimeProvider time) => fault.Status switch
    {
        0 => new EmbeddingException(EmbeddingFault.Unreachable, "The embedding service cannot be reached."),
        429 => new EmbeddingException(EmbeddingFault.RateLimited, "The embedding service asks for fewer calls (429).") { RetryAfter = RetryAfter(fault, time) },
        408 or >= 500 => new EmbeddingException(EmbeddingFault.ProviderFailed, $"The embedding service failed ({fault.Status}).") { RetryAfter = RetryAfter(fault, time) },
        401 or 403 => new EmbeddingException(EmbeddingFault.Misconfigured, $"The embedding service refused the key ({fault.Status}): check Models:Embedding:ApiKey."),
        404 or (>= 300 and < 400) => new EmbeddingException(EmbeddingFault.Misconfigured, $"The embedding service has no such address or model ({fault.Status}): check Models:Embedding:Endpoint and Model."),
        >= 400 => new EmbeddingException(EmbeddingFault.Refused, $"The embedding service refused the texts ({fault.Status})."),
        _ => new EmbeddingException(EmbeddingFault.Invalid, $"The embedding service answered with status {fault.Status}."),
    };

    private static TimeSpan? RetryAfter(ClientResultException fault, TimeProvider time)
        => fault.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) is true ? RetryAfterHeader.Read(value, time) : null;
}
