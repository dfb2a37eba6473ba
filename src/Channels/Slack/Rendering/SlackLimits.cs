namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>Slack's limits as the renderer keeps them, with room left (S-62…S-64).</summary>
internal static class SlackLimits
{
    /// <summary>Blocks of a message; Slack takes 50.</summary>
    public const int Blocks = 45;

    /// <summary>Characters of all texts in the blocks of a message; Slack refuses somewhere above 13,000 (S-63).</summary>
    public const int BlockCharacters = 11_000;

    /// <summary>Characters of the text beside the blocks; Slack advises 4,000.</summary>
    public const int Text = 4_000;

    /// <summary>Characters of one paragraph.</summary>
    public const int Paragraph = 2_800;

    /// <summary>Characters of a title or a heading path as it is shown.</summary>
    public const int Title = 150;

    /// <summary>Characters of a quote as it is shown.</summary>
    public const int Quote = 300;

    /// <summary>Characters of an address.</summary>
    public const int Url = 3_000;
}
