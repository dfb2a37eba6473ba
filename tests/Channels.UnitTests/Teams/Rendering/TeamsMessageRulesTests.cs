using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Teams.Cards;

namespace ChatOpsBot.Channels.UnitTests.Teams.Rendering;

/// <summary>The rules' own judgement: what each one refuses, it refuses.</summary>
public sealed class TeamsMessageRulesTests
{
    [Theory]
    [InlineData("answer", "$.attachments[0].content.version", "\"1.6\"", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].type", "\"TextBlock\"", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].wrap", "true", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].inlines", "[]", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].spacing", "\"Huge\"", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].inlines[0].text", "\"\"", "T-23")]
    [InlineData("answer", "$.attachments[0].content.body[0].inlines[0].text", "\"{{DATE(2024-01-01T00:00:00Z)}}\"", "L-03")]
    [InlineData("answer", "$.attachments[0].content.body[3].inlines[3].selectAction.url", "\"javascript:alert(1)\"", "L-03")]
    [InlineData("answer", "$.attachments[0].content.body[3].inlines[3].selectAction.url", "\"https://a:b@c.example\"", "L-03")]
    [InlineData("answer", "$.attachments[0].content.actions[0].data", "{}", "T-24")]
    [InlineData("answer", "$.attachments[0].content.refresh.userIds", "[]", "T-24")]
    [InlineData("answer", "$.text", "\"beside the card\"", "T-21")]
    [InlineData("answer", "$.summary", "\"\"", "no summary")]
    [InlineData("answer_voted_down", "$.attachments[0].content.body[9].label", "\"\"", "T-23")]
    [InlineData("answer_20_citations", "$.attachments[0].content.actions[0].id", "\"folded-sources\"", "T-23")]
    [InlineData("text_3_citations", "$.entities", """[{"type":"https://schema.org/Message"}]""", "T-25")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].position", "4", "T-26")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].position", "2", "T-26")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].appearance.name", "\"\"", "T-26")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].appearance.abstract", "\"\"", "T-26")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].appearance.url", "\"file:///etc/passwd\"", "L-03")]
    [InlineData("text_3_citations", "$.entities[0].citation[0].appearance.keywords", """["in force since 1 January 2026"]""", "T-26")]
    [InlineData("text_3_citations", "$.channelData.feedbackLoopEnabled", "true", "T-28")]
    [InlineData("text_3_citations", "$.channelData.feedbackLoop.type", "\"stars\"", "T-28")]
    public void What_teams_does_not_take_is_found(string sample, string path, string value, string rule)
    {
        var message = TeamsSamples.ByName[sample]();
        Assert.Null(TeamsMessageRules.Check(message));

        Put(message, path, JsonNode.Parse(value));

        Assert.StartsWith(rule, TeamsMessageRules.Check(message), StringComparison.Ordinal);
    }

    [Fact]
    public void Size_is_counted_as_utf_16()
    {
        var message = new JsonObject { ["type"] = "message", ["text"] = new string('x', 50_000) };
        Assert.Null(TeamsMessageRules.Check(message));

        message["text"] = new string('x', 51_200);

        Assert.StartsWith("T-20", TeamsMessageRules.Check(message), StringComparison.Ordinal);
    }

    // Steps look like .name or [n].
    private static void Put(JsonNode node, string path, JsonNode? value)
    {
        var steps = path[2..].Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
        {
            node = node is JsonArray items ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!;
        }

        node[steps[^1]] = value;
    }
}
