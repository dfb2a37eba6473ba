using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.Channels.UnitTests.Languages;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

/// <summary>Just below, at and just above each limit a card is one that Slack takes (S-62…S-64), in every language.</summary>
public sealed class SlackLimitTests
{
    private const string TurnId = "0123456789abcdefghijklmnop";

    [Theory]
    [InlineData("title", SlackLimits.Title)]
    [InlineData("path", SlackLimits.Title)]
    [InlineData("quote", SlackLimits.Quote)]
    [InlineData("url", SlackLimits.Url)]
    [InlineData("statement", SlackLimits.Paragraph)]
    [InlineData("statements", SlackLimits.Paragraph / 2)]
    [InlineData("statement", SlackLimits.Text)]
    [InlineData("statement", SlackLimits.BlockCharacters)]
    [InlineData("note", SlackLimits.Paragraph)]
    [InlineData("question", SlackLimits.Quote)]
    [InlineData("searched", SlackLimits.Quote)]
    [InlineData("next", SlackLimits.Paragraph)]
    [InlineData("choice", SlackLimits.Quote)]
    [InlineData("asked", SlackLimits.Paragraph)]
    [InlineData("notice", SlackLimits.Paragraph)]
    [InlineData("notice", SlackLimits.Text)]
    public void A_text_about_as_long_as_a_limit_is_shown(string part, int limit) => Assert.All(Around.Length(part, limit), Taken);

    [Theory]
    [InlineData("quotes", SlackLimits.Blocks)]
    [InlineData("quotes", 50)]
    [InlineData("sentences", SlackLimits.Blocks)]
    [InlineData("sources", SlackLimits.Blocks / 2)]
    [InlineData("sources", SlackLimits.Blocks)]
    [InlineData("notes", SlackLimits.Blocks)]
    [InlineData("choices", SlackLimits.Blocks)]
    [InlineData("lines", SlackLimits.Blocks)]
    public void As_many_parts_as_a_limit_are_shown(string part, int limit) => Assert.All(Around.Count(part, limit), Taken);

    [Theory]
    [InlineData(SlackLimits.Quote)]
    [InlineData(3_000)]
    public void A_shared_question_about_as_long_as_a_limit_is_shown(int limit) => Assert.All(Enumerable.Range(limit - 1, 3), length =>
    {
        var question = Around.Text("休", length);
        var context = new SlackCardContext(TurnId) { SharedBy = "U0ALICE", SharedQuestion = question, AskedEarlier = DisplayText.OneLine(question, SlackLimits.Quote) };
        Assert.All(SlackReplyRenderer.Render(new OutboundReply(new NoticeReply("x", NoticeKind.Command), default), context), message => Assert.Null(SlackBlockRules.Check(message.Blocks, "message")));
    });

    private static void Taken(Reply reply)
    {
        foreach (var words in Phrases.All)
        {
            var context = new SlackCardContext(TurnId) { Words = words, OffersSharing = true };
            Assert.All(SlackReplyRenderer.Render(new OutboundReply(reply, new VoteTally(3, 1)), context), message =>
            {
                Assert.Null(SlackBlockRules.Check(message.Blocks, "message"));
                Assert.InRange(message.Text.Length, 1, SlackLimits.Text);
            });
        }
    }
}
