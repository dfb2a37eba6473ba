using System.Net;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Qdrant answered, and will answer the same when it is asked again.</summary>
internal sealed class QdrantRefusedException(string use, HttpStatusCode status) : Exception($"Qdrant refused '{use}' with status {(int)status}.")
{
    /// <summary>Gets what the request was for.</summary>
    public string Use { get; } = use;

    /// <summary>Gets the status.</summary>
    public HttpStatusCode Status { get; } = status;
}
