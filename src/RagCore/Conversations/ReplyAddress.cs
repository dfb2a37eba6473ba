namespace ChatOpsBot.RagCore.Conversations;

/// <summary>All a channel needs to answer later, from any replica, after a restart. Opaque to the core.</summary>
/// <param name="Version">The version of the channel's own format, so that addresses stored by an older release can be read.</param>
/// <param name="Value">The channel's own format. Carries no secret that outlives the turn.</param>
public sealed record ReplyAddress(int Version, string Value);
