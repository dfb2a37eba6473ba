using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Storage.Redis;

/// <summary>Leaves a Redis alone that failed several times in a row, so that not every turn waits for its budget.</summary>
internal sealed class RedisBreaker(TimeProvider time, Random random) : FailureBreaker(time, TimeSpan.FromSeconds(1), random);
