using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams.Connector;

namespace ChatOpsBot.Channels.UnitTests.Teams.Outbound;

/// <summary>The fake platform refuses what Teams refuses.</summary>
public sealed class FakeTeamsRulesTests
{
    [Theory]
    [InlineData("""{"type":"message","text":"plain"}""", null)]
    [InlineData("""{"type":"message"}""", "EmptyMessage")]
    [InlineData("""{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"version":"1.5"}}]}""", null)]
    [InlineData("""{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"version":"1.6"}}]}""", "BadCardVersion")]
    [InlineData("""{"type":"message","attachments":[{"contentType":"application/x-evil","content":{}}]}""", "BadAttachment")]
    [InlineData("""{"type":"message","text":"a","entities":[{"type":"https://schema.org/Message"},{"type":"https://schema.org/Message"}]}""", "SeveralMessageEntities")]
    public void An_activity_is_taken_or_refused_with_a_code(string activity, string? code)
        => Assert.Equal(code, FakeTeamsRules.Problem(JsonNode.Parse(activity)!.AsObject(), activity)?.Code);

    [Theory]
    [InlineData("""{"name":"n","abstract":"a"}""", null)]
    [InlineData("""{}""", "EmptyAppearance")]
    [InlineData("""{"name":"","abstract":"a"}""", "BadCitationName")]
    [InlineData("""{"name":"n"}""", "BadCitationAbstract")]
    [InlineData("""{"name":"n","abstract":"a","keywords":["a","b","c","d"]}""", "BadCitationKeywords")]
    [InlineData("""{"name":"n","abstract":"a","keywords":["12345678901234567890123456789"]}""", "BadCitationKeywords")]
    [InlineData("""{"name":"n","abstract":"a","usageInfo":{"@id":"other"}}""", "BadSensitivityLabel")]
    [InlineData("""{"name":"n","abstract":"a","usageInfo":{"@id":"label"}}""", null)]
    public void A_citation_is_taken_or_refused_with_a_code(string appearance, string? code) => Assert.Equal(code, Cited("said [1]", appearance));

    [Fact]
    public void Lengths_are_counted()
    {
        Assert.Null(Cited("[1]", $$"""{"name":"{{new string('n', 80)}}","abstract":"{{new string('a', 160)}}"}"""));
        Assert.Equal("BadCitationName", Cited("[1]", $$"""{"name":"{{new string('n', 81)}}","abstract":"a"}"""));
        Assert.Equal("BadCitationAbstract", Cited("[1]", $$"""{"name":"n","abstract":"{{new string('a', 161)}}"}"""));
        Assert.Equal("CitationNotInText", Cited("said (1)", """{"name":"n","abstract":"a"}"""));
        Assert.Equal("TooManyCitations", Cited("[1]", """{"name":"n","abstract":"a"}""", 21));
    }

    [Fact]
    public void A_payload_is_measured_as_utf_16()
    {
        var activity = new JsonObject { ["type"] = "message", ["text"] = "a" };

        Assert.Null(FakeTeamsRules.Problem(activity, new string('x', 51_200)));
        Assert.Equal((413, "MessageSizeTooBig"), FakeTeamsRules.Problem(activity, new string('x', 51_201)));
    }

    private static string? Cited(string text, string appearance, int count = 1)
    {
        var citations = Enumerable.Range(0, count).Select(_ => (JsonNode)new JsonObject { ["position"] = 1, ["appearance"] = JsonNode.Parse(appearance) }).ToArray();
        var message = new JsonObject
        {
            ["type"] = "https://schema.org/Message",
            ["usageInfo"] = new JsonObject { ["@id"] = "label" },
            ["citation"] = new JsonArray(citations),
        };
        var activity = new JsonObject { ["type"] = "message", ["text"] = text, ["entities"] = new JsonArray(message) };
        return FakeTeamsRules.Problem(activity, string.Empty)?.Code;
    }
}
