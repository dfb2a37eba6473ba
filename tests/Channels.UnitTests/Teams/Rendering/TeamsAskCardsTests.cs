using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>The cards of asking from the message box are cards that Teams shows, whatever people write into them.</summary>
public sealed class TeamsAskCardsTests
{
    [Fact]
    public void Every_card_keeps_the_rules_in_every_language()
    {
        foreach (var phrases in Phrases.All)
        {
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Form(phrases, "dialog-1", "a question")));
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Wait(phrases, "turn-1")));
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Inserted(ReplySamples.Answer, "a question", "turn-1", phrases)));
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Shown(ReplySamples.NoEvidence, "turn-1", phrases)));
        }
    }

    [Fact]
    public void What_people_and_documents_write_comes_to_no_life()
        => Assert.All(ReplySamples.Hostile, text =>
        {
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Form(Phrases.English, "dialog-1", text)));
            Assert.Null(TeamsCardRules.Check(TeamsAskCards.Inserted(ReplySamples.Saying(text), text, "turn-1", Phrases.English)));
        });

    [Fact]
    public void Nothing_of_what_is_put_into_a_conversation_can_be_clicked_but_its_sources()
    {
        var card = TeamsAskCards.Inserted(ReplySamples.Answer, "a question", "turn-1", Phrases.English)!;

        Assert.False(card.ContainsKey("actions"));
        Assert.False(card.ContainsKey("refresh"));
        Assert.DoesNotContain("turn-1", card.ToJsonString(), StringComparison.Ordinal);
    }
}
