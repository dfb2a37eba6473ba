using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>A request as it came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query, with its question mark.</param>
/// <param name="Body">The body.</param>
/// <param name="ApiKey">The key it carried.</param>
public sealed record QdrantRequest(string Method, string Path, string Query, string Body, string? ApiKey)
{
    /// <summary>Gets the body as JSON.</summary>
    public JsonNode? Json => Body.Length == 0 ? null : JsonNode.Parse(Body);
}

/// <summary>A request and what was answered.</summary>
/// <param name="Request">The request.</param>
/// <param name="Answer">The answer.</param>
public sealed record QdrantExchange(QdrantRequest Request, JsonObject Answer);

/// <summary>What goes wrong with a request.</summary>
/// <param name="Kind">How.</param>
/// <param name="Path">How the path of requests it is for ends; of all when empty.</param>
/// <param name="Status">The status, when it is one.</param>
/// <param name="RetryAfter">The seconds to wait, when it says so.</param>
/// <param name="Body">What is answered instead.</param>
public sealed record QdrantFault(QdrantFaultKind Kind, string Path = "", int Status = 200, int? RetryAfter = null, string Body = "");

/// <summary>How a request goes wrong.</summary>
public enum QdrantFaultKind
{
    /// <summary>Answered with a status and a body, and not done.</summary>
    Status,

    /// <summary>Never answered.</summary>
    Hang,

    /// <summary>Done, and the connection is cut before the answer.</summary>
    CutAfter,
}

/// <summary>The server refuses.</summary>
internal sealed class QdrantRefusal(int status, string error) : Exception(error)
{
    public int Status { get; } = status;
}
