using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Languages;

/// <summary>
/// What a person of each language reads on each channel, one file for both under <c>Golden/</c>.
/// <c>CHATOPSBOT_UPDATE_GOLDEN=1 dotnet test tests/Channels.UnitTests</c> rewrites them; review the change like code.
/// </summary>
public sealed partial class SpokenGoldenTests
{
    private const string TurnId = "0123456789abcdefghijklmnop";
    private const int ShortestTelling = 12;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Dense = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Everywhere => In(Phrases.All);

    public static TheoryData<string, string> Translated => In(Phrases.All.Where(words => words != Phrases.English));

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Every_reply_reads_as_its_golden_file_says(string channel, string language)
    {
        var seen = new JsonObject();
        foreach (var (name, payload) in Payloads(channel, Phrases.For(language)))
        {
            seen[name] = new JsonArray([.. Seen(payload).Split('\n').Select(line => JsonValue.Create(line))]);
        }

        Check($"{channel}.{language}", seen.ToJsonString(Indented) + "\n");
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void Every_reply_is_one_its_platform_takes(string channel, string language)
        => Assert.All(Payloads(channel, Phrases.For(language)), payload => Assert.Null(Refused(channel, payload.Payload)));

    [Theory]
    [MemberData(nameof(Translated))]
    public void Nothing_of_the_English_words_is_left_in_another_language(string channel, string language)
    {
        var english = Enum.GetValues<Phrase>()
            .SelectMany(phrase => Value().Split(Phrases.English[phrase]).SelectMany(part => part.Split('\n', '|')))
            .Select(part => part.Trim())
            .Where(part => part.Length >= ShortestTelling)
            .ToList();
        Assert.NotEmpty(english);

        foreach (var (name, payload) in Payloads(channel, Phrases.For(language)))
        {
            var sent = payload.ToJsonString(Dense);
            Assert.All(english, part => Assert.False(sent.Contains(part, StringComparison.Ordinal), $"{name} says \"{part}\""));
        }
    }

    private static TheoryData<string, string> In(IEnumerable<Phrases> languages)
    {
        var cases = new TheoryData<string, string>();
        foreach (var language in languages.Select(words => words.Language).Order(StringComparer.Ordinal))
        {
            cases.Add("slack", language);
            cases.Add("teams_card", language);
            cases.Add("teams_text", language);
            cases.Add("web", language);
        }

        return cases;
    }

    private static string? Refused(string channel, JsonNode payload) => channel switch
    {
        "slack" when (string?)payload["type"] == "modal" => SlackBlockRules.CheckModal(payload.AsObject())?.Where,
        "slack" => SlackBlockRules.Check(payload["blocks"]!.AsArray(), "message")?.Where,
        "web" => null,
        _ => TeamsMessageRules.Check(payload.AsObject()),
    };

    private static string Seen(JsonNode payload)
        => payload["blocks"] is { } blocks ? string.Join('\n', new[] { SlackSight.Of(payload["title"]), SlackSight.Of(blocks) }.Where(text => text.Length > 0))
            : payload["attachments"]?[0]?["content"] is { } card ? TeamsSight.Of(card)
            : payload["text"]!.GetValue<string>();

    private static IEnumerable<(string Name, JsonNode Payload)> Payloads(string channel, Phrases words) => channel switch
    {
        "slack" => SlackPayloads(words),
        "teams_card" => TeamsCards(words),
        "teams_text" => TeamsTexts(words),
        _ => SpokenSamples.In(words).Select(sample => (sample.Name, (JsonNode)new JsonObject { ["text"] = string.Concat(WebReplyRenderer.Deltas(sample.Reply, words)) })),
    };

    private static IEnumerable<(string Name, JsonNode Payload)> SlackPayloads(Phrases words)
    {
        var context = new SlackCardContext(TurnId) { Words = words };
        var voted = new OutboundReply(SpokenSamples.Quoted(words), new VoteTally(3, 1));
        return
        [
            .. SpokenSamples.In(words).Select(sample => (sample.Name, Slack(new OutboundReply(sample.Reply, default), context))),
            ("placeholder", Json(SlackReplyRenderer.Placeholder(TurnId, words))),
            ("answer_private", Slack(voted, context with { OffersSharing = true, PlainButtons = true })),
            ("answer_shared", Slack(voted, context with { SharedBy = "U0ALICE", SharedQuestion = "?" })),
            ("answer_elsewhere", Slack(voted, context with { AskedEarlier = "?" })),
            ("feedback_modal", SlackFeedbackModal.Render(new SlackModalState(TurnId, "C0OPS", "1700000000.000100", null) { Language = words.Language })),
        ];
    }

    private static JsonObject Slack(OutboundReply reply, SlackCardContext context) => Json(Assert.Single(SlackReplyRenderer.Render(reply, context)));

    private static JsonObject Json(SlackMessage message) => new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks.DeepClone() };

    private static IEnumerable<(string Name, JsonNode Payload)> TeamsCards(Phrases words)
    {
        var context = new TeamsCardContext(TurnId) { RefreshFor = ["29:1person"], Words = words };
        var voted = new OutboundReply(SpokenSamples.Quoted(words), new VoteTally(3, 1));
        return
        [
            .. SpokenSamples.In(words).Select(sample => (sample.Name, Teams(new OutboundReply(sample.Reply, default), context))),
            ("placeholder", TeamsReplyRenderer.Placeholder(context)),
            ("answer_voted_up", Teams(voted, context with { OwnVote = VoteValue.Up })),
            ("answer_voted_down", Teams(voted, context with { OwnVote = VoteValue.Down, AsksWhy = true })),
            ("answer_reasons_sent", Teams(voted, context with { OwnVote = VoteValue.Down, ThanksForReasons = true })),
            ("elsewhere", Teams(new OutboundReply(new NoticeReply(words[Phrase.AnswerElsewhere], NoticeKind.Command), default), context)),
        ];
    }

    private static IEnumerable<(string Name, JsonNode Payload)> TeamsTexts(Phrases words)
    {
        var context = new TeamsCardContext(TurnId, TeamsAnswerStyle.Text) { Words = words };
        return
        [
            .. SpokenSamples.In(words).Select(sample => (sample.Name, Teams(new OutboundReply(sample.Reply, default), context))),
            ("placeholder", TeamsReplyRenderer.Placeholder(context)),
            ("answer_many_sources_plain", (JsonNode)Assert.Single(TeamsReplyRenderer.RenderPlain(new OutboundReply(SpokenSamples.Written(words), default), context))),
        ];
    }

    private static JsonObject Teams(OutboundReply reply, TeamsCardContext context) => Assert.Single(TeamsReplyRenderer.Render(reply, context));

    private static void Check(string name, string actual, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{name}.json");
        if (Environment.GetEnvironmentVariable("CHATOPSBOT_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "no golden file", actual, ignoreLineEndingDifferences: true);
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Value();
}
