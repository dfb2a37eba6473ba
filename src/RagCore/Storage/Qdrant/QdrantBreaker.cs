using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>Leaves a Qdrant alone that failed several times in a row, so that not every question waits for its limit.</summary>
internal sealed class QdrantBreaker(TimeProvider time, Random random) : FailureBreaker(time, TimeSpan.FromSeconds(2), random);
