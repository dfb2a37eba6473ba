using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Inbound;
using ChatOpsBot.TestKit.Teams;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Teams.Inbound;

public sealed class TeamsTextTests
{
    [Theory]
    [InlineData("<at>ChatOpsBot</at> hello", "hello")]
    [InlineData("hello <at>ChatOpsBot</at>", "hello")]
    [InlineData("<at>ChatOpsBot</at>", "")]
    [InlineData("<AT>chatopsbot</AT> hello", "hello")]
    [InlineData("<at>ChatOpsBot</at>&nbsp;hello", "hello")]
    [InlineData("<at>ChatOpsBot</at> what did <at>Bob Baker</at> say?", "what did Bob Baker say?")]
    [InlineData("<at>ChatOpsBot</at> <at>ChatOpsBot</at> twice", "twice")]
    [InlineData("<at>ChatOpsBot</at> is 1 &lt; 2 &amp; 3 &gt; 2?", "is 1 < 2 & 3 > 2?")]
    [InlineData("<at>ChatOpsBot</at> what is <attention>?", "what is <attention>?")]
    [InlineData("<at>ChatOpsBot</at> unclosed <at", "unclosed <at")]
    [InlineData("<at>ChatOpsBot</at> a\nb", "a\nb")]
    [InlineData("<at>ChatOpsBot</at> <attribute> of <at>Bob</at>", "<attribute> of Bob")]
    [InlineData("<at>ChatOpsBot</at> <at id=\"1\">Bob</at>!", "Bob!")]
    public void Only_the_bots_own_mention_is_taken_away(string text, string expected) => Assert.Equal(expected, Plain(text));

    [Fact]
    public void A_mention_without_its_text_is_found_by_the_name()
        => Assert.Equal("hello", Plain("<at>ChatOpsBot</at> hello", entity => entity.Remove("text")));

    [Fact]
    public void A_name_with_the_signs_of_a_pattern_is_a_name()
        => Assert.Equal("hello", Plain("<at>Bot (v2.*)+$</at> hello", entity =>
        {
            entity["text"] = "<at>Bot (v2.*)+$</at>";
            entity["mentioned"]!["name"] = "Bot (v2.*)+$";
        }));

    [Fact]
    public void No_text_is_no_fault() => Assert.Equal(string.Empty, TeamsText.ToPlain(Activity(said => said.Remove("text"))));

    [Fact]
    public void Somebody_elses_mention_is_not_the_bots()
        => Assert.False(TeamsText.MentionsBot(Activity(said => said["entities"] = new JsonArray(TeamsPerson.Mention("29:bob", "ChatOpsBot")))));

    [Fact]
    public void A_text_longer_than_any_is_cut_between_characters()
    {
        var text = Plain(new string('a', TeamsText.MaxLength - 1) + "😀😀");

        Assert.Equal(TeamsText.MaxLength - 1, text.Length);
    }

    private static string Plain(string text, Action<JsonObject>? change = null) => TeamsText.ToPlain(Activity(said =>
    {
        said["text"] = text;
        change?.Invoke((JsonObject)said["entities"]![0]!);
    }));

    private static TeamsActivity Activity(Action<JsonObject> change)
    {
        var said = new TeamsPerson(new FixedTimeProvider(), "https://smba.trafficmanager.net/emea/").Says("x", TeamsScope.Group);
        change(said);
        return TeamsActivity.Read(JsonDocument.Parse(said.ToJsonString()).RootElement)!;
    }
}
