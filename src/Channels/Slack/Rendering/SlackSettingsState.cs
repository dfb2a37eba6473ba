using System.Text.Json;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>What the modal with the settings of a channel must know when it comes back.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Version">The settings that were shown; who saves over newer ones is told.</param>
/// <param name="ResponseUrl">Where the person can be told that it was saved.</param>
/// <param name="Locale">The person's language.</param>
internal sealed record SlackSettingsState(string Channel, long Version, string? ResponseUrl, string? Locale)
{
    public string Write() => JsonSerializer.Serialize(this, SlackJsonContext.Default.SlackSettingsState);

    public static SlackSettingsState? TryRead(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, SlackJsonContext.Default.SlackSettingsState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
