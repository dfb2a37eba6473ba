using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>Finds what may not stand in a prompt, because whoever talks to the model can get to read it (L-10).</summary>
internal static partial class PromptSecrets
{
    // Keys as the platforms and model providers write them, what follows the word password, and long runs that no language has.
    private const string SecretPattern =
        @"\bsk-[A-Za-z0-9_-]{12,}|\bxox[a-z]-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}|\bA[KS]IA[0-9A-Z]{12,}|\bgh[pousr]_[A-Za-z0-9]{16,}|\bAIza[A-Za-z0-9_-]{20,}"
        + @"|-----BEGIN|\beyJ[A-Za-z0-9_-]{10,}\.|(?i)\bbearer +[a-z0-9._~+/-]{16,}|(?i)\b(api[_ -]?key|password|passwd|secret|token|pwd)[""']?\s*[:=]\s*[""']?[^\s""',;]{6,}"
        + @"|\b[0-9a-fA-F]{32,}\b|\b[A-Za-z0-9+/]{40,}={0,2}";

    /// <summary>Returns where and what; null when there is nothing. The text itself is not said.</summary>
    public static (int At, string What)? Find(string text)
    {
        if (Address().Match(text) is { Success: true } address)
        {
            return (address.Index, "has a web address, which a model could repeat as a link");
        }

        return Secret().Match(text) is { Success: true } secret ? (secret.Index, "has what looks like a key or a password, which anybody could get to read") : null;
    }

    [GeneratedRegex(@"(?i)[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(SecretPattern, RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
