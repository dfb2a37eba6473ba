using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>What tools may be called: what every provider takes.</summary>
internal static partial class ToolNames
{
    /// <summary>How it is said to a person.</summary>
    public const string Rule = "letters, digits, underscores and hyphens, 64 at most, a letter first";

    public static bool IsValid(string name) => Valid().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Valid();
}
