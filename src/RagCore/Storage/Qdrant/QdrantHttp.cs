using ChatOpsBot.RagCore.Conversations.Wire;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>The connections to Qdrant. Follows no redirect, since requests carry the key.</summary>
internal sealed class QdrantHttp : PlatformHttp;
