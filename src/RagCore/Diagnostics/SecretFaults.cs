namespace ChatOpsBot.RagCore.Diagnostics;

/// <summary>Tells secrets from what stands in a template where a secret belongs. Says what is wrong without the value.</summary>
public static class SecretFaults
{
    private static readonly string[] PlaceholderMarks = ["changeme", "change-me", "change_me", "your-", "your_", "xxx", "<", ">", "placeholder", "todo", "...", "…"];

    /// <summary>Returns what is wrong with a secret and how to mend it; null when it may be one.</summary>
    /// <param name="key">The full key of the setting.</param>
    /// <param name="value">The secret.</param>
    /// <param name="minLength">The fewest characters such a secret has.</param>
    /// <param name="mend">What to do, without a full stop.</param>
    public static string? Find(string key, string? value, int minLength, string mend)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return $"{key} is {(value is null ? "missing" : "empty")}: {mend}.";
        }

        return LooksLikePlaceholder(value) || value.Length < minLength || value.Any(character => character is <= ' ' or > '~')
            ? $"{key} is {Kind(value)}: {mend}."
            : null;
    }

    /// <summary>Says whether a value stands in for a secret that was never filled in.</summary>
    public static bool LooksLikePlaceholder(string value)
        => PlaceholderMarks.Any(mark => value.Contains(mark, StringComparison.OrdinalIgnoreCase)) || value.Distinct().Count() < 4;

    private static string Kind(string value)
        => LooksLikePlaceholder(value) ? $"a placeholder ({value.Length} characters)" : $"too short or broken ({value.Length} characters)";
}
