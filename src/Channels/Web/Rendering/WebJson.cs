using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.Channels.Web.Rendering;

/// <summary>How the web API writes JSON.</summary>
[JsonSerializable(typeof(ChatResponse))]
[JsonSerializable(typeof(ChatDelta))]
[JsonSerializable(typeof(ChatProgress))]
[JsonSerializable(typeof(FeedbackResponse))]
[JsonSerializable(typeof(DocumentResponse))]
[JsonSerializable(typeof(PreviewsResponse))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class WebJson : JsonSerializerContext
{
    /// <summary>Gets the context that leaves every script readable. Safe because nothing of it is ever put into HTML: JSON media types, nosniff.</summary>
    public static WebJson Relaxed { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
