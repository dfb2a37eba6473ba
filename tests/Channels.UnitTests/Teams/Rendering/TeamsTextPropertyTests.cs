using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Cards;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>The text style with any text and any number of citations (T-26).</summary>
public sealed partial class TeamsTextPropertyTests
{
    private static readonly TeamsCardContext Context = new("0123456789abcdefghijklmnop", TeamsAnswerStyle.Text);

    private static readonly Arbitrary<string> Texts = Gen.Elements(
            "<", ">", "&", "&lt;", "<at>all</at>", "**b**", "_i_", "`", "```", "\n", "\n\n", "\n```\n", "\n- ", "\n> ", "\n# ", "\n---\n", "\n1. ", "    ", " ", "|", "~~", "\\", "!", "[", "]",
            "(", ")", "[1]", "[7]", "[99]", "[a](https://evil.example)", "https://evil.example", "www.evil.example", "evil.example/?q=SECRET", "a@evil.example", "word", "ä", "👨‍👩‍👧", "e\u0301", "\u202E", "\u2060", "\0", "\uD800")
        .ListOf()
        .Select(parts => string.Concat(parts))
        .ToArbitrary();

    private static readonly TeamsSensitivityLabel Longest = new() { Name = new string('"', 80), Description = new string('ß', 160) };

    private static readonly Arbitrary<int> Counts = Gen.Choose(0, 50).ToArbitrary();

    [Fact]
    public void Any_answer_is_one_teams_takes()
        => Prop.ForAll(Texts, Counts, (text, count) => Render(Answer(text, count)).All(message => TeamsMessageRules.Check(message) is null)).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_labelled_answer_is_one_teams_takes()
        => Prop.ForAll(Texts, Counts, (text, count) => TeamsReplyRenderer.Render(new OutboundReply(Answer(text, count), default), Context with { Label = Longest })
            .All(message => TeamsMessageRules.Check(message) is null)).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_streamed_is_how_the_answer_begins()
        => Prop.ForAll(Counts, count =>
        {
            var whole = Text(Render(TeamsSamples.WithCitations(Math.Max(1, count)))[0]);
            return Enumerable.Range(1, Math.Max(1, count)).All(n => TeamsProgressText.Of(TeamsSamples.Written(n), Phrases.English, TeamsAnswerStyle.Text)!.Text is var said && whole.StartsWith(said, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_in_square_brackets_and_citations_are_the_same()
        => Prop.ForAll(Texts, Counts, (text, count) => Render(Answer(text, count)).All(message => TeamsMessageRules.Markers(Text(message)).SetEquals(Positions(message)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_citation_is_shown_by_teams_or_listed()
        => Prop.ForAll(Counts, count =>
        {
            var message = Render(Answer("word", count))[0];
            return Enumerable.Range(1, count).All(n => Positions(message).Contains(n) != Text(message).Contains($"**{n}\\.** Title", StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_is_cut_inside_a_character()
        => Prop.ForAll(Gen.Choose(60, 170).ToArbitrary(), length =>
        {
            var text = new string('x', length) + string.Concat(Enumerable.Repeat("👨‍👩‍👧", 30));
            var appearance = Claims(Render(Answer(text, 1))[0]).Single()["appearance"]!;
            return IsWhole((string)appearance["name"]!) && IsWhole((string)appearance["abstract"]!) && ((string)appearance["abstract"]!).TrimEnd('…').TrimStart('x') is var end
                && end.Replace("👨‍👩‍👧", string.Empty, StringComparison.Ordinal).Length == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_holds_no_mark_that_is_not_escaped()
        => Prop.ForAll(Texts, text =>
        {
            var line = TeamsEscape.Markdown(text.Replace('\n', ' '));
            return Escaped().Replace(line, string.Empty).IndexOfAny(['<', '>', '`', '*', '_', '[', ']', '|', '~', '\\']) < 0 && !Opening().IsMatch(line) && !Address().IsMatch(line);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fences_are_closed_and_hold_no_fence()
        => Prop.ForAll(Texts, text => Text(Render(Answer(text, 1))[0]).Split('\n').Count(line => line.StartsWith("```", StringComparison.Ordinal)) % 2 == 0).QuickCheckThrowOnFailure();

    [Fact]
    public void A_long_answer_is_divided_and_loses_no_word()
    {
        var reply = ReplySamples.OfLength(300, 400, citations: 30);

        var messages = Render(reply);

        Assert.True(messages.Count > 1);
        Assert.All(messages, message => Assert.Null(TeamsMessageRules.Check(message)));
        Assert.Equal([.. Enumerable.Repeat(false, messages.Count - 1), true], messages.Select(message => message.ContainsKey("channelData")));
        var words = string.Join(' ', messages.Select(Text)).Split((char[]?)null).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(reply.Statements.SelectMany(statement => statement.Text.Split(' ')).ToHashSet(StringComparer.Ordinal), words);
    }

    [Fact]
    public void Only_replies_that_can_be_rated_ask_for_feedback()
    {
        Assert.All(ReplySamples.ByName.Values, reply => Assert.Equal(reply is AnswerReply or NoEvidenceReply, Render(reply)[0].ContainsKey("channelData")));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@wiki.example.com/")]
    [InlineData("handbook/leave.md")]
    public void An_address_that_is_no_web_page_is_no_link(string link)
    {
        var citation = ReplySamples.Answer.Citations[0] with { Link = new Uri(link, UriKind.RelativeOrAbsolute) };
        var reply = new OutboundReply(ReplySamples.Answer with { Citations = [citation] }, default);

        Assert.Null(Claims(TeamsReplyRenderer.Render(reply, Context)[0])[0]["appearance"]!["url"]);
        Assert.DoesNotContain("](", Text(TeamsReplyRenderer.RenderPlain(reply, Context)[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_text_ends_where_it_should()
    {
        var citation = ReplySamples.Answer.Citations[0] with { Link = new Uri("https://wiki.example.com/a_(b)?c=[1]") };

        var text = Text(TeamsReplyRenderer.RenderPlain(new OutboundReply(ReplySamples.Answer with { Citations = [citation] }, default), Context)[0]);

        Assert.Contains("[open](https://wiki.example.com/a_%28b%29?c=[1])", text, StringComparison.Ordinal);
    }

    private static AnswerReply Answer(string text, int count) => new(
        count == 0 ? [] : [.. Enumerable.Range(1, count).Select(n => new AnswerStatement(text, [n]))],
        [.. Enumerable.Range(1, count).Select(n => new Citation(n, "d", "v", "Title " + text, [text], null, text, 0, text.Length, null))],
        AnswerMode.Extractive,
        Confidence.High,
        [text]);

    private static IReadOnlyList<JsonObject> Render(Reply reply) => TeamsReplyRenderer.Render(new OutboundReply(reply, default), Context);

    private static string Text(JsonObject message) => (string)message["text"]!;

    private static List<JsonNode> Claims(JsonObject message) => [.. (message["entities"]?[0]?["citation"] as JsonArray ?? []).OfType<JsonNode>()];

    private static HashSet<int> Positions(JsonObject message) => [.. Claims(message).Select(claim => (int)claim["position"]!)];

    private static bool IsWhole(string text) => Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) == text;

    [GeneratedRegex(@"\\[\\`*_\[\]~|+\-=#.)]|&(amp|lt|gt);")]
    private static partial Regex Escaped();

    [GeneratedRegex(@"^(?:[+\-=#]|\d+[.)])")]
    private static partial Regex Opening();

    [GeneratedRegex(@"://|www\.|@\w|\w\.[a-z]{2,24}/", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
