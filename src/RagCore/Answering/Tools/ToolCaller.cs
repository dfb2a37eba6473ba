using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>For whom a tool works. Comes from the door and the rights, never from a model.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Asker">Who alone reads the answer, such as <c>slack:U0ALICE</c>; null where several people do or nobody is known.</param>
/// <param name="Principals">What the audience may read.</param>
internal sealed record ToolCaller(TenantId Tenant, string? Asker, IReadOnlyList<string> Principals);
