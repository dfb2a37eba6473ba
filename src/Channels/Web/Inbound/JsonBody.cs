using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ChatOpsBot.Channels.Web.Inbound;

/// <summary>A request body that was read within its limits: a JSON object, or why not.</summary>
internal sealed record JsonBody(JsonDocument? Document, WebProblem? Problem) : IDisposable
{
    public const int MaxBytes = 256 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private static readonly WebProblem Malformed = new(
        400, "malformed_json", "The body is not a JSON object with unique property names and at most 32 levels.");

    public static async Task<JsonBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!IsJson(request))
        {
            return new JsonBody(null, WebProblem.UnsupportedMediaType);
        }

        var bytes = request.ContentLength > MaxBytes ? null : await ReadBytesAsync(request.Body, cancellationToken);
        return bytes is null ? new JsonBody(null, WebProblem.BodyTooLarge) : Parse(bytes.Value);
    }

    public void Dispose() => Document?.Dispose();

    private static bool IsJson(HttpRequest request)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase))
            && request.Headers.ContentEncoding.Count == 0;

    private static async Task<ReadOnlyMemory<byte>?> ReadBytesAsync(Stream body, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var block = new byte[8 * 1024];
        int read;
        while ((read = await body.ReadAsync(block, cancellationToken)) > 0)
        {
            if (buffer.Length + read > MaxBytes)
            {
                return null;
            }

            buffer.Write(block, 0, read);
        }

        return buffer.ToArray();
    }

    private static JsonBody Parse(ReadOnlyMemory<byte> bytes)
    {
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(bytes, Strict);
            if (IsReadableObject(document.RootElement))
            {
                return new JsonBody(document, null);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The parser's message would repeat what was sent.
        }

        document?.Dispose();
        return new JsonBody(null, Malformed);
    }

    // A name with half of a surrogate pair is found out only when it is compared; here it is refused before anybody does.
    private static bool IsReadableObject(JsonElement root)
        => root.ValueKind is JsonValueKind.Object && root.EnumerateObject().All(property => property.Name is not null);
}
