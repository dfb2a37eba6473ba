namespace ChatOpsBot.BotHost.Cli.Manifests;

/// <summary>Reads the host under which the platforms reach the bot: a DNS name, because both demand a certificate for it.</summary>
internal static class PublicHost
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>Returns the host in lower case, or null and one line that says what is wrong.</summary>
    public static string? Read(string value, out string? fault)
    {
        var host = value.Trim().ToLowerInvariant();
        fault = host == ManifestFiles.ExampleHost
                ? $"--host ({value}) is the example itself; give the host of your bot, such as bot.example.com."
            : !IsDnsName(host)
                ? $"--host ({value}) must be a bare DNS name such as bot.example.com, without https://, port or path."
            : null;
        return fault is null ? host : null;
    }

    // A last label that starts with a digit would be an address.
    private static bool IsDnsName(string host)
    {
        var labels = host.Split('.');
        return host.Length <= LongestName && labels.Length > 1 && labels.All(IsLabel) && char.IsAsciiLetter(labels[^1][0]);
    }

    private static bool IsLabel(string label)
        => label.Length is > 0 and <= LongestLabel
            && label.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
            && label[0] != '-' && label[^1] != '-';
}
