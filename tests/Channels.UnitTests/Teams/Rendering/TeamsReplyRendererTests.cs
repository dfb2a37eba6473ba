using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

public sealed class TeamsReplyRendererTests : ReplyRendererContract
{
    private static readonly TeamsCardContext Context = TeamsSamples.Context;

    public static TheoryData<string> Goldens => [.. TeamsSamples.ByName.Keys];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_message_looks_as_its_golden_file_says_and_is_one_teams_takes(string name)
    {
        var message = TeamsSamples.ByName[name]();

        Assert.Null(TeamsMessageRules.Check(message));
        TeamsGolden.Check(name, message);
    }

    [Fact]
    public void Each_part_says_which_it_is_and_votes_are_cast_on_the_last()
    {
        var messages = Render(ReplySamples.OfLength(1, 60_001, 2), Context);

        Assert.True(messages.Count > 1);
        Assert.All(messages.Select((message, n) => (message, n)), part => Assert.Contains($"Part {part.n + 1} of {messages.Count}", Seen(part.message), StringComparison.Ordinal));
        Assert.Contains("👍 Helpful", Seen(messages[^1]), StringComparison.Ordinal);
        Assert.NotNull(Card(messages[^1])["refresh"]);
        Assert.All(messages.SkipLast(1), message => Assert.Null(Card(message)["actions"]));
        Assert.All(messages.SkipLast(1), message => Assert.Null(Card(message)["refresh"]));
    }

    [Fact]
    public void A_reply_that_fits_is_not_divided()
    {
        var messages = Render(ReplySamples.OfLength(1, 20_000, 1), Context);

        Assert.InRange(TeamsMessageRules.SizeOf(Assert.Single(messages)), 40_000, 2 * 28 * 1024);
    }

    [Fact]
    public void Emoji_are_counted_as_utf_16()
    {
        var messages = Render(new NoticeReply(string.Concat(Enumerable.Repeat("👨‍👩‍👧 ", 8_000)), NoticeKind.Command), Context);

        Assert.True(messages.Count > 1);
        Assert.All(messages, message => Assert.InRange(TeamsMessageRules.SizeOf(message), 0, 80 * 1024));
    }

    [Theory]
    [InlineData("- item\n", 4_000)]
    [InlineData("line\n\n", 4_000)]
    [InlineData("| a | b |\n", 4_000)]
    [InlineData("```\ncode\n```\n", 3_000)]
    [InlineData("<&>[1]\"", 8_000)]
    [InlineData("😀", 20_000)]
    public void Text_that_grows_when_it_is_written_is_divided_early_enough(string text, int times)
    {
        var reply = new OutboundReply(ReplySamples.Saying(string.Concat(Enumerable.Repeat(text, times))), default);
        IReadOnlyList<JsonObject>[] rendered =
            [TeamsReplyRenderer.Render(reply, Context), TeamsReplyRenderer.Render(reply, Context with { Style = TeamsAnswerStyle.Text }), TeamsReplyRenderer.RenderPlain(reply, Context)];

        Assert.All(rendered, messages => Assert.All(messages, message => Assert.Null(TeamsMessageRules.Check(message))));
    }

    [Fact]
    public void A_thousand_short_statements_are_divided()
    {
        var statements = Enumerable.Repeat(new AnswerStatement("Yes.", [1, 2]), 1_000);

        Assert.All(Render(ReplySamples.Superseded with { Statements = [.. statements] }, Context), message => Assert.Null(TeamsMessageRules.Check(message)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_reply_can_be_said_in_text_only(string kind)
    {
        var message = Assert.Single(TeamsReplyRenderer.RenderPlain(Outbound(ReplySamples.ByName[kind]), Context));

        Assert.Null(TeamsMessageRules.Check(message));
        Assert.NotEqual("…", (string?)message["text"]);
    }

    [Fact]
    public void A_clicked_card_is_replaced_by_the_last_part()
    {
        var reply = new OutboundReply(ReplySamples.OfLength(1, 60_001, 2), default);

        Assert.True(JsonNode.DeepEquals(Card(TeamsReplyRenderer.Render(reply, Context)[^1]), TeamsReplyRenderer.Card(reply, Context)));
    }

    [Fact]
    public void Many_sources_are_folded_away_behind_one_button()
    {
        Assert.Contains("Show 15 more sources", Seen(Assert.Single(Render(TeamsSamples.WithCitations(20), Context))), StringComparison.Ordinal);
        var seen = string.Concat(Render(TeamsSamples.WithCitations(50), Context).Select(Seen));
        Assert.All(Enumerable.Range(1, 50), n => Assert.Contains($"{n}. Office guide {n} › Opening hours › Site {n} · open", seen, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(VoteValue.None, "up down")]
    [InlineData(VoteValue.Up, "down none")]
    [InlineData(VoteValue.Down, "up none")]
    public void A_vote_can_be_given_changed_and_taken_back(VoteValue own, string offered)
    {
        var card = Card(Render(ReplySamples.Answer, Context with { OwnVote = own })[0]);

        var data = card["actions"]!.AsArray().Select(action => action!).Where(action => (string?)action["verb"] == "vote").Select(action => action["data"]!).ToList();
        Assert.Equal(offered.Split(' '), data.Select(choice => (string?)choice["vote"]));
        Assert.All(data, choice => Assert.Equal([Context.TurnId], choice.AsObject().Where(part => part.Key != "vote").Select(part => (string?)part.Value)));
    }

    [Fact]
    public void Who_votes_down_is_asked_why_and_thanked()
    {
        var asks = Card(Render(ReplySamples.Answer, Context with { OwnVote = VoteValue.Down, AsksWhy = true })[0]);
        var thanks = Seen(Render(ReplySamples.Answer, Context with { OwnVote = VoteValue.Down, AsksWhy = true, ThanksForReasons = true })[0]);

        Assert.All(VoteReasons.All, reason => Assert.Contains(Phrases.English[reason.Text], TeamsSight.Of(asks), StringComparison.Ordinal));
        Assert.Equal(["reasons", "vote", "vote", "report"], asks["actions"]!.AsArray().Select(action => (string?)action!["verb"]));
        Assert.Contains("Thank you", thanks, StringComparison.Ordinal);
        Assert.DoesNotContain("What went wrong?", thanks, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_a_model_wrote_is_labelled()
    {
        Assert.Equal("""["AIGeneratedContent"]""", Render(ReplySamples.Superseded, Context)[0]["entities"]?[0]?["additionalType"]?.ToJsonString());
        Assert.Null(Render(ReplySamples.Answer, Context)[0]["entities"]);
        Assert.Null(Render(ReplySamples.NoEvidence, Context)[0]["entities"]);
    }

    [Fact]
    public void Nobody_is_asked_to_refresh_where_nobody_is_named()
        => Assert.Null(Card(Render(ReplySamples.Answer, Context with { RefreshFor = [] })[0])["refresh"]);

    [Fact]
    public void No_more_than_sixty_people_are_named_who_asked_first()
    {
        var people = Enumerable.Range(1, 61).Select(n => $"29:{n}").ToList();

        var named = Card(Render(ReplySamples.Answer, Context with { RefreshFor = people })[0])["refresh"]!["userIds"]!.AsArray().Select(id => (string)id!);

        Assert.Equal(people.Take(60), named);
    }

    [Fact]
    public void Only_answers_are_labelled_as_confidential()
    {
        var context = Context with { Label = TeamsSamples.Confidential };

        Assert.Equal("Confidential", (string?)Render(ReplySamples.Answer, context)[0]["entities"]?[0]?["usageInfo"]?["name"]);
        Assert.Null(Render(ReplySamples.NoEvidence, context)[0]["entities"]);
        Assert.Null(Render(ReplySamples.Help, context)[0]["entities"]);
    }

    [Theory]
    [InlineData("{{DATE(2024-01-01T00:00:00Z, SHORT)}}")]
    [InlineData("{{{date(2024-01-01T00:00:00Z)}}")]
    [InlineData("{{\u200BTIME(2024-01-01T00:00:00Z)}}")]
    public void A_date_function_in_a_document_is_not_run(string text)
        => Assert.All(Render(ReplySamples.Saying(text), Context), message => Assert.Null(TeamsMessageRules.Check(message)));

    [Fact]
    public void Braces_of_code_are_left_as_they_are()
        => Assert.Contains("{{ name }}", Seen(Render(ReplySamples.Saying("{{ name }}"), Context)[0]), StringComparison.Ordinal);

    protected override IReadOnlyList<RenderedMessage> Render(OutboundReply reply) => [.. TeamsReplyRenderer.Render(reply, Context).Select(Rendered)];

    private static IReadOnlyList<JsonObject> Render(Reply reply, TeamsCardContext context) => TeamsReplyRenderer.Render(new OutboundReply(reply, default), context);

    private static RenderedMessage Rendered(JsonObject message) => new(
        Seen(message), (string?)message["summary"] ?? string.Empty, TeamsSight.Links(Card(message)), Mentions(message), TeamsMessageRules.Check(message));

    private static List<string> Mentions(JsonObject message)
        => [.. (message["entities"] as JsonArray ?? []).Where(entity => (string?)entity!["type"] == "mention").Concat(Card(message)["msteams"]?["entities"] as JsonArray ?? []).Select(entity => entity!.ToJsonString())];

    private static JsonObject Card(JsonObject message) => message["attachments"]![0]!["content"]!.AsObject();

    private static string Seen(JsonObject message) => TeamsSight.Of(Card(message));
}
