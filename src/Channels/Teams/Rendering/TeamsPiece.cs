using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>A paragraph, a source, a note: what is never divided between two messages.</summary>
/// <param name="Elements">Its elements of a card.</param>
/// <param name="IsFolded">It is shown when asked for.</param>
internal sealed record TeamsPiece(IReadOnlyList<JsonObject> Elements, bool IsFolded = false)
{
    private static readonly JsonSerializerOptions Dense = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Size { get; } = Elements.Sum(SizeOf);

    public static TeamsPiece Of(params JsonObject[] elements) => new(elements);

    /// <summary>Counts the bytes of JSON, which are never fewer than the UTF-16 units that Teams counts (T-20).</summary>
    public static int SizeOf(JsonNode node) => Encoding.UTF8.GetByteCount(node.ToJsonString(Dense));
}
