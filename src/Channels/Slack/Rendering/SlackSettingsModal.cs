using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>The modal with the settings of a channel. Pure.</summary>
internal static class SlackSettingsModal
{
    public const string Answer = "answer";
    public const string Sources = "sources";
    public const string Language = "language";
    public const string People = "people";

    public const string EveryQuestion = "every";
    public const string MentionsOnly = "mentions";
    public const string FollowPerson = "person";

    private const int MaxOptions = 100;
    private const int MaxOptionValue = 150;
    private const int MaxOptionText = 75;

    private static readonly (string Tag, string Name)[] Languages = [("en", "English"), ("de", "Deutsch"), ("fr", "Français"), ("es", "Español"), ("ja", "日本語")];

    /// <summary>Says whether a language can be chosen.</summary>
    public static bool Knows(string language) => Languages.Any(known => known.Tag == language);

    /// <summary>Returns those of the sources that can be offered, in their order: Slack takes a hundred choices and no long ones.</summary>
    public static IReadOnlyList<string> Offered(IEnumerable<string> sources)
        => [.. sources.Where(source => source.Length is > 0 and <= MaxOptionValue).Distinct(StringComparer.Ordinal).Take(MaxOptions)];

    /// <summary>Returns what stands there until the settings have been read, or in their place.</summary>
    public static JsonObject Notice(Phrases words, Phrase phrase) => View(words, [Paragraph(words[phrase])]);

    /// <summary>Returns the form for those who may change the settings.</summary>
    public static JsonObject Form(SlackSettingsState state, PlaceSettings settings, IReadOnlyList<string> sources, Phrases words)
    {
        var view = View(words, [Paragraph(words[Phrase.SettingsIntro]), AnswerInput(settings, words)]);
        var blocks = view["blocks"]!.AsArray();
        if (sources.Count > 0)
        {
            blocks.Add(SourcesInput(settings, sources, words));
        }

        blocks.Add(LanguageInput(settings, words));
        blocks.Add(PeopleInput(settings, words));
        view["callback_id"] = SlackActions.SettingsModal;
        view["private_metadata"] = state.Write();
        view["submit"] = SlackBlocks.Plain(words[Phrase.SettingsSave]);
        return view;
    }

    /// <summary>Returns the settings for those who may only see them.</summary>
    public static JsonObject Shown(PlaceSettings settings, Phrase reason, Phrases words) => View(
        words,
        [
            Paragraph(words[reason]),
            Said(words[Phrase.SettingsAnswer], words[settings.AnswersEveryQuestion ? Phrase.SettingsEveryQuestion : Phrase.SettingsMentions]),
            Said(words[Phrase.SettingsSources], settings.Sources.Count == 0 ? words[Phrase.SettingsAllSources] : DisplayText.OneLine(string.Join(", ", settings.Sources), SlackLimits.Paragraph)),
            Said(words[Phrase.SettingsLanguage], Languages.FirstOrDefault(language => language.Tag == settings.Language).Name ?? words[Phrase.SettingsFollowPerson]),
            PeopleSaid(settings, words),
        ]);

    private static JsonObject View(Phrases words, JsonArray blocks) => new()
    {
        ["type"] = "modal",
        ["title"] = SlackBlocks.Plain(words[Phrase.SettingsTitle]),
        ["close"] = SlackBlocks.Plain(words[Phrase.SettingsClose]),
        ["blocks"] = blocks,
    };

    private static JsonObject AnswerInput(PlaceSettings settings, Phrases words)
    {
        var mentions = Option(words[Phrase.SettingsMentions], MentionsOnly);
        var every = Option(words[Phrase.SettingsEveryQuestion], EveryQuestion);
        return Input(Answer, words[Phrase.SettingsAnswer], new JsonObject
        {
            ["type"] = "radio_buttons",
            ["options"] = new JsonArray(mentions, every),
            ["initial_option"] = (settings.AnswersEveryQuestion ? every : mentions).DeepClone(),
        });
    }

    private static JsonObject SourcesInput(PlaceSettings settings, IReadOnlyList<string> sources, Phrases words)
    {
        var element = new JsonObject
        {
            ["type"] = "multi_static_select",
            ["placeholder"] = SlackBlocks.Plain(words[Phrase.SettingsAllSources]),
            ["options"] = new JsonArray([.. sources.Select(source => Option(source, source))]),
        };
        JsonNode[] chosen = [.. settings.Sources.Where(source => sources.Contains(source, StringComparer.Ordinal)).Select(source => Option(source, source))];
        if (chosen.Length > 0)
        {
            element["initial_options"] = new JsonArray(chosen);
        }

        return Input(Sources, words[Phrase.SettingsSources], element, isOptional: true);
    }

    private static JsonObject LanguageInput(PlaceSettings settings, Phrases words)
    {
        JsonObject[] options = [Option(words[Phrase.SettingsFollowPerson], FollowPerson), .. Languages.Select(language => Option(language.Name, language.Tag))];
        var chosen = options.FirstOrDefault(option => (string?)option["value"] == settings.Language) ?? options[0];
        return Input(Language, words[Phrase.SettingsLanguage], new JsonObject
        {
            ["type"] = "static_select",
            ["options"] = new JsonArray([.. options.Select(JsonNode (option) => option)]),
            ["initial_option"] = chosen.DeepClone(),
        });
    }

    private static JsonObject PeopleInput(PlaceSettings settings, Phrases words)
    {
        var element = new JsonObject
        {
            ["type"] = "multi_users_select",
            ["placeholder"] = SlackBlocks.Plain(words[Phrase.SettingsEverybody]),
            ["max_selected_items"] = PlaceSettings.MaxPeople,
        };
        if (settings.People.Count > 0)
        {
            element["initial_users"] = new JsonArray([.. settings.People.Select(person => (JsonNode)person)]);
        }

        return Input(People, words[Phrase.SettingsPeople], element, isOptional: true);
    }

    private static JsonObject PeopleSaid(PlaceSettings settings, Phrases words)
    {
        JsonObject[] people = settings.People.Count == 0
            ? [SlackBlocks.Text(words[Phrase.SettingsEverybody])]
            : [.. settings.People.SelectMany(person => (JsonObject[])[SlackBlocks.User(person), SlackBlocks.Text(" ")])];
        return SlackBlocks.RichText(SlackBlocks.Section([SlackBlocks.Bold(words[Phrase.SettingsPeople] + "\n"), .. people]));
    }

    private static JsonObject Said(string label, string value)
        => SlackBlocks.RichText(SlackBlocks.Section(SlackBlocks.Bold(label + "\n"), SlackBlocks.Text(value)));

    private static JsonObject Paragraph(string text) => new() { ["type"] = "section", ["text"] = SlackBlocks.Plain(text) };

    private static JsonObject Option(string text, string value)
        => new() { ["text"] = SlackBlocks.Plain(DisplayText.OneLine(text, MaxOptionText) is { Length: > 0 } shown ? shown : "?"), ["value"] = value };

    private static JsonObject Input(string id, string label, JsonObject element, bool isOptional = false)
    {
        element["action_id"] = id;
        return new JsonObject { ["type"] = "input", ["block_id"] = id, ["optional"] = isOptional, ["label"] = SlackBlocks.Plain(label), ["element"] = element };
    }
}
