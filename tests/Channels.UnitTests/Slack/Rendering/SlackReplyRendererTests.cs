using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

public sealed class SlackReplyRendererTests : ReplyRendererContract
{
    private static readonly SlackCardContext Context = new("0123456789abcdefghijklmnop");

    public static TheoryData<string> Goldens => [.. Cards().Keys];

    [Theory]
    [MemberData(nameof(Goldens))]
    public void A_card_looks_as_its_golden_file_says(string name)
    {
        var message = Cards()[name];

        GoldenFile.Check(name, message);
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void No_special_token_of_slack_is_sent_anywhere(int index)
    {
        var sent = string.Concat(Render(new OutboundReply(ReplySamples.Saying(ReplySamples.Hostile[index]), default), Context).Select(Json));

        Assert.DoesNotContain("<!", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("<@", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("<#", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("<http", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_is_marked_and_votes_are_cast_on_the_last()
    {
        var messages = Render(new OutboundReply(ReplySamples.OfLength(1, 12_001, 2), default), Context);

        Assert.True(messages.Count > 2);
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(part => SlackActions.Mark(Context.TurnId, part)), messages.Select(message => (string?)message.Blocks[0]!["block_id"]));
        Assert.Contains("feedback_buttons", Json(messages[^1]), StringComparison.Ordinal);
        Assert.DoesNotContain("feedback_buttons", Json(messages[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Buttons_carry_the_turn_and_nothing_else()
    {
        var json = Json(Render(new OutboundReply(ReplySamples.Answer, default), Context with { PlainButtons = true, OffersSharing = true })[0]);

        Assert.Contains("\"value\":\"up:0123456789abcdefghijklmnop\"", json, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"0123456789abcdefghijklmnop\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_is_shown_as_code_and_opened_again_in_the_next_part()
    {
        var code = "Run this:\n```\n" + string.Join('\n', Enumerable.Range(0, 900).Select(n => $"line-{n}")) + "\n```\nDone.";

        var messages = Render(new OutboundReply(new NoticeReply(code, NoticeKind.Command), default), Context);

        Assert.True(messages.Count > 1);
        Assert.All(messages.Take(messages.Count - 1), message => Assert.Contains("rich_text_preformatted", Json(message), StringComparison.Ordinal));
        var seen = string.Join('\n', messages.Select(message => SlackSight.Of(message.Blocks)));
        Assert.All(Enumerable.Range(0, 900), n => Assert.Contains($"line-{n}", seen, StringComparison.Ordinal));
        Assert.DoesNotContain("```", seen, StringComparison.Ordinal);
    }

    protected override IReadOnlyList<RenderedMessage> Render(OutboundReply reply) => [.. Render(reply, Context).Select(Rendered)];

    private static IReadOnlyList<SlackMessage> Render(OutboundReply reply, SlackCardContext context) => SlackReplyRenderer.Render(reply, context);

    private static RenderedMessage Rendered(SlackMessage message) => new(
        SlackSight.Of(message.Blocks),
        message.Text,
        [.. Leaves(message.Blocks).Where(leaf => (string?)leaf["type"] == "link").Select(leaf => (string)leaf["url"]!)],
        [.. Leaves(message.Blocks).Where(leaf => (string?)leaf["type"] is "user" or "usergroup" or "broadcast" or "channel").Select(leaf => leaf.ToJsonString())],
        SlackBlockRules.Check(message.Blocks, "message")?.Where ?? (message.Text.Length > 4_000 ? "text too long" : null));

    private static IEnumerable<JsonObject> Leaves(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Leaves),
        JsonObject parts => parts.SelectMany(part => Leaves(part.Value)).Append(parts),
        _ => [],
    };

    private static string Json(SlackMessage message) => GoldenFile.Json(message);

    private static Dictionary<string, SlackMessage> Cards()
    {
        var cards = ReplySamples.ByName.ToDictionary(sample => sample.Key, sample => Render(new OutboundReply(sample.Value, default), Context)[0]);
        cards["placeholder"] = SlackReplyRenderer.Placeholder(Context.TurnId, Phrases.English);
        cards["answer_voted"] = Render(new OutboundReply(ReplySamples.Answer, new VoteTally(3, 1)), Context)[0];
        cards["answer_plain_buttons"] = Render(new OutboundReply(ReplySamples.Answer, default), Context with { PlainButtons = true })[0];
        cards["answer_private"] = Render(new OutboundReply(ReplySamples.Answer, default), Context with { OffersSharing = true })[0];
        cards["answer_shared"] = Render(new OutboundReply(ReplySamples.Answer, default), Context with { SharedBy = "U0ALICE", SharedQuestion = "How many days of leave do I have?" })[0];
        cards["answer_hostile"] = Render(new OutboundReply(ReplySamples.Saying(string.Join(" ", ReplySamples.Hostile)), default), Context)[0];
        cards["answer_changed"] = Render(new OutboundReply(ReplySamples.Answer, default) { Offer = "offer0123456789abcdefghijkl", CanAskPerson = true }, Context)[0];
        cards["hand_over"] = Render(new OutboundReply(ReplySamples.HandOver, default), Context)[0];
        cards["hand_over_resolved"] = Render(
            new OutboundReply(ReplySamples.HandOver, default) { Resolved = new HandOverEnd("U0BOB", null, new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero)) }, Context)[0];
        return cards;
    }
}
