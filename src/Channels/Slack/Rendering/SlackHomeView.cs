using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.Channels.Slack.Rendering;

/// <summary>The home of one person: how to ask, what was asked, what is searched, what is kept. Pure.</summary>
internal static class SlackHomeView
{
    private const int MaxSources = 30;

    public static JsonObject Render(SlackHomeContent content, Phrases words)
    {
        var blocks = new JsonArray(Header(words[Phrase.HomeTitle]));
        if (content.Remark is { } remark)
        {
            blocks.Add(SlackBlocks.Context(remark));
        }

        blocks.Add(Paragraph(words[Phrase.HomeHow]));
        blocks.Add(Examples(words));
        blocks.Add(Divider());
        blocks.Add(Header(words[Phrase.HomeRecent]));
        blocks.Add(Questions(content.Questions, words));
        blocks.Add(Header(words[Phrase.HomeSources]));
        blocks.Add(Sources(content.Sources, words));
        blocks.Add(Divider());
        blocks.Add(Header(words[Phrase.HomePrivacy]));
        blocks.Add(Paragraph(words.Say(Phrase.HomePrivacyText, ("days", Whole(content.Kept.TotalDays)), ("hours", Whole(content.Remembered.TotalHours)))));
        blocks.Add(SlackBlocks.Actions("home", Forget(words), SlackBlocks.Button(SlackActions.HomeHelp, words[Phrase.HomeHelp], "help")));
        return new JsonObject { ["type"] = "home", ["blocks"] = blocks };
    }

    /// <summary>Returns the window behind "Help".</summary>
    public static JsonObject Help(Phrases words) => new()
    {
        ["type"] = "modal",
        ["title"] = SlackBlocks.Plain(words[Phrase.HomeHelp]),
        ["close"] = SlackBlocks.Plain(words[Phrase.SettingsClose]),
        ["blocks"] = new JsonArray(Paragraph(words[Phrase.HomeHow]), Examples(words)),
    };

    private static JsonObject Questions(IReadOnlyList<string>? questions, Phrases words)
        => questions is null ? Paragraph(words[Phrase.NotReadNow])
            : questions.Count == 0 ? Paragraph(words[Phrase.HomeNoRecent])
            : List(questions.Select(question => DisplayText.OneLine(question, SlackLimits.Title)));

    private static JsonObject Sources(IReadOnlyList<SourceSummary>? sources, Phrases words)
        => sources is null ? Paragraph(words[Phrase.NotReadNow])
            : sources.Count == 0 ? Paragraph(words[Phrase.HomeNoSources])
            : List([.. sources.Take(MaxSources).Select(source => Line(source, words)), .. sources.Count > MaxSources ? ["…"] : (string[])[]]);

    private static string Line(SourceSummary source, Phrases words)
        => words.Say(Phrase.HomeSourceCount, ("count", source.Documents.ToString(CultureInfo.InvariantCulture)), ("name", DisplayText.OneLine(source.Name, SlackLimits.Title)));

    private static JsonObject Forget(Phrases words)
    {
        var button = SlackBlocks.Button(SlackActions.ForgetMe, words[Phrase.HomeForget], "forget");
        button["style"] = "danger";
        button["confirm"] = new JsonObject
        {
            ["title"] = SlackBlocks.Plain(words[Phrase.HomeForget]),
            ["text"] = SlackBlocks.Plain(words[Phrase.HomeForgetConfirm]),
            ["confirm"] = SlackBlocks.Plain(words[Phrase.HomeForgetYes]),
            ["deny"] = SlackBlocks.Plain(words[Phrase.HomeForgetNo]),
            ["style"] = "danger",
        };
        return button;
    }

    private static JsonObject Examples(Phrases words) => List(words[Phrase.HomeExamples].Split('\n'));

    private static JsonObject List(IEnumerable<string> lines) => SlackBlocks.RichText(SlackBlocks.Bullets(lines));

    private static JsonObject Header(string text) => new() { ["type"] = "header", ["text"] = SlackBlocks.Plain(text) };

    private static JsonObject Paragraph(string text) => new() { ["type"] = "section", ["text"] = SlackBlocks.Plain(text) };

    private static JsonObject Divider() => new() { ["type"] = "divider" };

    private static string Whole(double number) => Math.Ceiling(number).ToString("0", CultureInfo.InvariantCulture);
}
