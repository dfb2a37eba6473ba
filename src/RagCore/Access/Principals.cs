namespace ChatOpsBot.RagCore.Access;

/// <summary>Names of rights. A document lists the principals that may read it; a person holds some.</summary>
public static class Principals
{
    /// <summary>Everybody in the tenant.</summary>
    public const string Everyone = "everyone";
}
