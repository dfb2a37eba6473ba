using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>A request as it is sent, once for each try.</summary>
/// <param name="Use">What for, as messages name it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query below the endpoint.</param>
/// <param name="Body">The JSON, if there is any.</param>
internal sealed record QdrantCall(string Use, HttpMethod Method, string Path, byte[]? Body)
{
    public static QdrantCall Get(string use, string path) => new(use, HttpMethod.Get, path, null);

    public static QdrantCall Delete(string use, string path) => new(use, HttpMethod.Delete, path, null);

    public static QdrantCall Put<T>(string use, string path, T body, JsonTypeInfo<T> form)
        => new(use, HttpMethod.Put, path, JsonSerializer.SerializeToUtf8Bytes(body, form));

    public static QdrantCall Post<T>(string use, string path, T body, JsonTypeInfo<T> form)
        => new(use, HttpMethod.Post, path, JsonSerializer.SerializeToUtf8Bytes(body, form));
}
