namespace ChatOpsBot.RagCore.Conversations;

/// <summary>The organisation that owns documents, people and turns. Nothing is ever read across two tenants.</summary>
/// <param name="Value">A short stable name, compared ordinally.</param>
public readonly record struct TenantId(string Value)
{
    /// <summary>Gets the tenant of an installation that serves one organisation.</summary>
    public static TenantId Default { get; } = new("default");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
