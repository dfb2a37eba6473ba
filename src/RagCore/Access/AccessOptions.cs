namespace ChatOpsBot.RagCore.Access;

/// <summary>Who belongs to which group, until a directory is connected.</summary>
public sealed class AccessOptions
{
    public const string SectionName = "Access";

    /// <summary>
    /// Gets the people of each group: <c>slack:U0ALICE</c>, <c>teams:</c> and the object id in Microsoft Entra, <c>web:ann</c>, or <c>U0ALICE</c> for any channel. A group's name is the
    /// principal that a knowledge source lists under <c>Readers</c>. None by default.
    /// </summary>
    public IDictionary<string, IList<string>> Groups { get; } = new Dictionary<string, IList<string>>(StringComparer.Ordinal);
}
