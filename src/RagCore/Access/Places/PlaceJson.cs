using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Access.Places;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PlaceSettings))]
internal sealed partial class PlaceJson : JsonSerializerContext;
