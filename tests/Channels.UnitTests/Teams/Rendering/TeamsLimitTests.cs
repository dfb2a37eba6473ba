using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.Channels.UnitTests.Languages;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>Just below, at and just above each limit a message is one that Teams takes (T-20, T-23, T-26), as card and as text, in every language.</summary>
public sealed class TeamsLimitTests
{
    private const string TurnId = "0123456789abcdefghijklmnop";

    [Theory]
    [InlineData("title", TeamsLimits.Title)]
    [InlineData("title", TeamsLimits.CitationName)]
    [InlineData("path", TeamsLimits.Title)]
    [InlineData("quote", TeamsLimits.Quote)]
    [InlineData("quote", TeamsLimits.ShortQuote)]
    [InlineData("quote", TeamsLimits.CitationAbstract)]
    [InlineData("url", TeamsLimits.Url)]
    [InlineData("statement", TeamsLimits.Paragraph)]
    [InlineData("statement", TeamsLimits.Summary)]
    [InlineData("statements", TeamsLimits.SharedParagraph / 2)]
    [InlineData("note", TeamsLimits.Paragraph)]
    [InlineData("question", TeamsLimits.Quote)]
    [InlineData("searched", TeamsLimits.Quote)]
    [InlineData("next", TeamsLimits.Paragraph)]
    [InlineData("choice", TeamsLimits.Quote)]
    [InlineData("asked", TeamsLimits.Paragraph)]
    [InlineData("notice", TeamsLimits.Paragraph)]
    [InlineData("notice", TeamsLimits.Card)]
    public void A_text_about_as_long_as_a_limit_is_shown(string part, int limit) => Assert.All(Around.Length(part, limit), reply => Taken(reply, [Phrases.English, Phrases.For("ja")]));

    [Theory]
    [InlineData("statement", TeamsLimits.Payload)]
    [InlineData("notice", TeamsLimits.Payload)]
    public void A_text_about_as_long_as_a_message_is_shown(string part, int limit) => Assert.All(Around.Length(part, limit), reply => Taken(reply, [Phrases.English]));

    [Theory]
    [InlineData("sentences", TeamsLimits.SharedStatements)]
    [InlineData("quotes", TeamsLimits.SharedStatements)]
    [InlineData("sources", TeamsLimits.OpenSources)]
    [InlineData("sources", TeamsLimits.OpenSources + 1)]
    [InlineData("sources", TeamsLimits.ManySources)]
    [InlineData("sources", 50)]
    [InlineData("notes", 20)]
    [InlineData("choices", 20)]
    [InlineData("lines", 200)]
    public void As_many_parts_as_a_limit_are_shown(string part, int limit) => Assert.All(Around.Count(part, limit), reply => Taken(reply, Phrases.All));

    // Thirty days of twelve months: the longest fits, or is written in figures.
    [Fact]
    public void Every_date_fits_into_a_keyword() => Assert.All(Enumerable.Range(0, 366), day =>
    {
        var source = new Citation(1, "d", "v1", "Leave", [], null, "28 days.", 0, 8, new DateOnly(2028, 1, 1).AddDays(day));
        var reply = new AnswerReply([new("28 days.", [1])], [source], AnswerMode.Model, Confidence.High, ["Note"]);
        Taken(reply, Phrases.All);
    });

    private static void Taken(Reply reply, IEnumerable<Phrases> languages)
    {
        var outbound = new OutboundReply(reply, new VoteTally(3, 1));
        foreach (var words in languages)
        {
            var context = new TeamsCardContext(TurnId) { RefreshFor = ["29:1person"], Words = words, OwnVote = VoteValue.Down, AsksWhy = true };
            Assert.All(TeamsReplyRenderer.Render(outbound, context), message => Assert.Null(TeamsMessageRules.Check(message)));
            Assert.All(TeamsReplyRenderer.Render(outbound, context with { Style = TeamsAnswerStyle.Text }), message => Assert.Null(TeamsMessageRules.Check(message)));
            Assert.All(TeamsReplyRenderer.RenderPlain(outbound, context), message => Assert.Null(TeamsMessageRules.Check(message)));
        }
    }
}
