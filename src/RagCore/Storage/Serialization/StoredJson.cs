using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Answering.Caching;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>
/// The stored form of what the contracts carry, generated. Enums are names; members keep the names they have in code, since the discriminator of
/// <see cref="Conversations.Reply"/> and a member of a notice would otherwise both be called "kind".
/// </summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InboundMessage))]
[JsonSerializable(typeof(StoredAnswer))]
[JsonSerializable(typeof(StoredVote))]
[JsonSerializable(typeof(DeliveryReceipt))]
[JsonSerializable(typeof(Exchange))]
[JsonSerializable(typeof(CachedDraft))]
internal sealed partial class StoredJson : JsonSerializerContext;
