using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Usage.Calls;

/// <summary>On whose account a model is called.</summary>
/// <param name="Tenant">The organisation.</param>
/// <param name="Channel">Where the question was asked; null on the console and in an evaluation.</param>
/// <param name="PersonId">The platform's id of who asked; empty where nobody is known.</param>
/// <param name="TurnId">The turn; empty where there is none.</param>
public sealed record ModelAccount(TenantId Tenant, ChannelKind? Channel, string PersonId, string TurnId);

/// <summary>How much models may cost now.</summary>
public enum SpendingLevel
{
    /// <summary>Every configured model may be called.</summary>
    Normal,

    /// <summary>Only models that are marked as economical may be called.</summary>
    Economy,

    /// <summary>No model may be called: answers are quoted from the sources.</summary>
    None,
}
