namespace ChatOpsBot.TestKit.Teams.Cards;

/// <summary>The types of Adaptive Cards 1.5 that the bot uses, with the properties each may and must have (T-23). <c>TextBlock</c>, which reads Markdown, may hold mentions and nothing else.</summary>
internal static class TeamsCardSchema
{
    private static readonly string[] Element = ["type", "id", "spacing", "separator", "isVisible"];
    private static readonly string[] Action = ["type", "id", "title", "tooltip"];
    private static readonly string[] Input = [.. Element, "label", "isRequired", "errorMessage"];

    /// <summary>Gets the properties by type; those in <see cref="Required"/> must be there.</summary>
    public static IReadOnlyDictionary<string, string[]> Allowed { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = ["type", "$schema", "version", "fallbackText", "msteams", "body", "actions", "refresh", "rtl"],
        ["TextBlock"] = [.. Element, "text", "wrap"],
        ["RichTextBlock"] = [.. Element, "inlines"],
        ["TextRun"] = ["type", "text", "weight", "isSubtle", "size", "fontType", "color", "selectAction"],
        ["Container"] = [.. Element, "items", "style"],
        ["ColumnSet"] = [.. Element, "columns"],
        ["Column"] = [.. Element, "items", "width"],
        ["ActionSet"] = [.. Element, "actions"],
        ["Input.ChoiceSet"] = [.. Input, "choices", "style", "isMultiSelect", "wrap"],
        ["Input.Text"] = [.. Input, "isMultiline", "maxLength", "value"],
        ["Action.Execute"] = [.. Action, "verb", "data", "associatedInputs"],
        ["Action.Submit"] = [.. Action, "data"],
        ["Action.OpenUrl"] = [.. Action, "url"],
        ["Action.ToggleVisibility"] = [.. Action, "targetElements"],
    };

    /// <summary>Gets the properties a type must have.</summary>
    public static IReadOnlyDictionary<string, string[]> Required { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = ["version", "body", "fallbackText"],
        ["TextBlock"] = ["text"],
        ["RichTextBlock"] = ["inlines"],
        ["TextRun"] = ["text"],
        ["Container"] = ["items"],
        ["ActionSet"] = ["actions"],
        ["Input.ChoiceSet"] = ["id", "label", "choices"],
        ["Input.Text"] = ["id", "label", "maxLength"],
        ["Action.Execute"] = ["title", "verb", "data"],
        ["Action.Submit"] = ["title", "data"],
        ["Action.OpenUrl"] = ["url"],
        ["Action.ToggleVisibility"] = ["title", "targetElements"],
    };

    /// <summary>Gets the values of properties that have a closed set of them.</summary>
    public static IReadOnlyDictionary<string, string[]> Values { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["spacing"] = ["None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding"],
        ["weight"] = ["Default", "Lighter", "Bolder"],
        ["size"] = ["Default", "Small", "Medium", "Large", "ExtraLarge"],
        ["color"] = ["Default", "Accent"],
        ["fontType"] = ["Default", "Monospace"],
        ["style"] = ["default", "emphasis", "expanded", "compact"],
        ["associatedInputs"] = ["auto", "none"],
    };
}
