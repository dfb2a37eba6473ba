namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>The names of meters.</summary>
internal static class Meters
{
    /// <summary>What the core measures.</summary>
    public const string Core = "ChatOpsBot.RagCore";
}
