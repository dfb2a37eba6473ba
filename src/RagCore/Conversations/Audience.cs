namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Who will be able to read the reply. Decides which documents may be used (P4).</summary>
public enum Audience
{
    /// <summary>Nobody known: nothing may be used. The default, so that a forgotten value finds nothing.</summary>
    Unknown,

    /// <summary>The sender alone: the sender's own rights.</summary>
    Private,

    /// <summary>Several people of one tenant: what everybody in the tenant may read.</summary>
    Shared,

    /// <summary>People of other organisations read along: nothing may be used.</summary>
    External,
}
