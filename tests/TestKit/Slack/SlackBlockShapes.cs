using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Slack;

/// <summary>Which properties Slack knows of each block, element and text that is used.</summary>
internal static class SlackBlockShapes
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["plain_text"] = ["text", "emoji"],
        ["mrkdwn"] = ["text", "verbatim"],
        ["section"] = ["block_id", "text", "fields", "expand"],
        ["divider"] = ["block_id"],
        ["header"] = ["block_id", "text"],
        ["context"] = ["block_id", "elements"],
        ["actions"] = ["block_id", "elements"],
        ["context_actions"] = ["block_id", "elements"],
        ["rich_text"] = ["block_id", "elements"],
        ["markdown"] = ["block_id", "text"],
        ["input"] = ["block_id", "label", "element", "hint", "optional", "dispatch_action"],
        ["button"] = ["action_id", "text", "value", "url", "style", "confirm", "accessibility_label"],
        ["feedback_buttons"] = ["action_id", "positive_button", "negative_button"],
        ["icon_button"] = ["action_id", "icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids"],
        ["plain_text_input"] = ["action_id", "placeholder", "initial_value", "multiline", "min_length", "max_length", "dispatch_action_config", "focus_on_load"],
        ["checkboxes"] = ["action_id", "options", "initial_options", "confirm", "focus_on_load"],
        ["radio_buttons"] = ["action_id", "options", "initial_option", "confirm", "focus_on_load"],
        ["static_select"] = ["action_id", "placeholder", "options", "initial_option", "confirm", "focus_on_load"],
        ["multi_static_select"] = ["action_id", "placeholder", "options", "initial_options", "max_selected_items", "confirm", "focus_on_load"],
        ["multi_users_select"] = ["action_id", "placeholder", "initial_users", "max_selected_items", "confirm", "focus_on_load"],
    };

    /// <summary>Returns a property that Slack does not know, or null.</summary>
    public static string? Unknown(JsonObject node)
        => (string?)node["type"] is { } type && Known.TryGetValue(type, out var known)
            ? node.Select(part => part.Key).FirstOrDefault(key => key is not "type" && !known.Contains(key, StringComparer.Ordinal))
            : null;
}
