using System.Globalization;
using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.Channels.Teams.Rendering;

/// <summary>What a message says about itself to Teams: that a model wrote it (T-25), what its numbers stand for (T-26), how confidential it is (T-27).</summary>
internal static class TeamsEntities
{
    private const string SensitivityId = "sensitivity";

    /// <summary>Returns the one root entity of a message, or null when there is nothing to say.</summary>
    public static JsonObject? Root(Reply reply, IReadOnlyList<Citation> citations, Phrases words, TeamsSensitivityLabel label)
    {
        var isModel = reply is AnswerReply { Mode: AnswerMode.Model };
        var isLabelled = reply is AnswerReply && label.Name is not null;
        if (!isModel && !isLabelled && citations.Count == 0)
        {
            return null;
        }

        var root = new JsonObject { ["type"] = "https://schema.org/Message", ["@type"] = "Message", ["@context"] = "https://schema.org", ["@id"] = string.Empty };
        if (isModel)
        {
            root["additionalType"] = new JsonArray("AIGeneratedContent");
        }

        if (isLabelled)
        {
            root["usageInfo"] = Usage(label);
        }

        if (citations.Count > 0)
        {
            root["citation"] = new JsonArray([.. citations.Select(citation => Claim(citation, TeamsSources.ShowsDates((AnswerReply)reply), words, label))]);
        }

        return root;
    }

    // One id everywhere, and the same words with it: Teams refuses a source's label that is not the message's (T-27).
    private static JsonObject Usage(TeamsSensitivityLabel label)
    {
        var usage = new JsonObject { ["@type"] = "CreativeWork", ["@id"] = SensitivityId, ["name"] = label.Name };
        if (label.Description is not null)
        {
            usage["description"] = label.Description;
        }

        return usage;
    }

    private static JsonObject Claim(Citation citation, bool showsDates, Phrases words, TeamsSensitivityLabel label) => new()
    {
        ["@type"] = "Claim",
        ["position"] = citation.Number,
        ["appearance"] = Appearance(citation, showsDates, words, label),
    };

    private static JsonObject Appearance(Citation citation, bool showsDates, Phrases words, TeamsSensitivityLabel label)
    {
        var appearance = new JsonObject
        {
            ["@type"] = "DigitalDocument",
            ["name"] = DisplayText.OneLine(TeamsSources.Title(citation, words) + TeamsSources.Place(citation, showsDates: false, words), TeamsLimits.CitationName),
            ["abstract"] = DisplayText.OneLine(citation.Quote, TeamsLimits.CitationAbstract) is { Length: > 0 } quote ? quote : "…",
        };
        if (TeamsSources.Openable(citation.Link) is { } link)
        {
            appearance["url"] = link.AbsoluteUri;
        }

        if (showsDates && citation.Effective is { } effective)
        {
            appearance["keywords"] = new JsonArray(Since(effective, words));
        }

        if (label.Name is not null)
        {
            appearance["usageInfo"] = Usage(label);
        }

        return appearance;
    }

    // "In force since" does not fit into a keyword, nor does every language's date in words.
    private static string Since(DateOnly date, Phrases words)
        => words.Say(Phrase.Since, ("date", words.Date(date))) is { Length: <= TeamsLimits.Keyword } since
            ? since
            : words.Say(Phrase.Since, ("date", date.ToString("O", CultureInfo.InvariantCulture)));
}
