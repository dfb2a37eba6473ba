using ChatOpsBot.RagCore.Knowledge.Crawling.Robots;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Crawling;

public sealed class RobotsRulesTests
{
    [Theory]
    [InlineData("", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /\nAllow: /public", "/public/x", true)]
    [InlineData("User-agent: *\nAllow: /public\nDisallow: /public/x", "/public/x", false)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/files/a.pdf", false)]
    [InlineData("User-agent: *\nDisallow: /*.pdf$", "/files/a.pdf?x", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/axxbyyc/z", false)]
    [InlineData("User-agent: *\nDisallow: /a*b$", "/ab/ab", false)]
    [InlineData("User-agent: *\nDisallow: /a$", "/ab", true)]
    [InlineData("User-agent: *\nDisallow: /fish", "/Fish", true)]
    [InlineData("User-agent: *\nDisallow: /a%3cd", "/a%3Cd", false)]
    [InlineData("User-agent: *\nDisallow: /%7Ejoe", "/~joe/", false)]
    [InlineData("User-agent: *\nDisallow: /caf\u00E9", "/caf%C3%A9", false)]
    [InlineData("User-agent: *\nDisallow: /a?b", "/a?b=1", false)]
    [InlineData("User-agent: chatopsbot\nAllow: /\n\nUser-agent: *\nDisallow: /", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: ChatOpsBot/2.0\nDisallow: /b", "/a", true)]
    [InlineData("User-agent: other\nUser-agent: ChatOpsBot\nDisallow: /", "/a", false)]
    [InlineData("User-agent: ChatOpsBot\nDisallow: /a\n\nUser-agent: ChatOpsBot\nDisallow: /b", "/b", false)]
    [InlineData("User-agent: ChatOpsBotOther\nDisallow: /", "/a", true)]
    [InlineData("Disallow: /", "/a", true)]
    [InlineData("\uFEFFuser-AGENT : * # all\r\ndisALLOW : / # nothing", "/a", false)]
    [InlineData("User-agent: *\nSitemap: https://example.com/s.xml\nDisallow: /", "/a", false)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("<html>not a robots file</html>", "/a", true)]
    public void The_longest_rule_of_the_product_decides_and_allowing_wins_a_tie(string text, string path, bool allowed)
        => Assert.Equal(allowed, RobotsRules.Parse(text, "ChatOpsBot").Allows(new Uri("https://example.com" + path)));

    [Theory]
    [InlineData("User-agent: *\nCrawl-delay: 2.5", 2.5)]
    [InlineData("User-agent: *\nCrawl-delay: soon", null)]
    [InlineData("User-agent: *\nCrawl-delay: -1", null)]
    [InlineData("User-agent: other\nCrawl-delay: 9", null)]
    public void The_pause_is_the_one_of_the_group(string text, double? seconds)
        => Assert.Equal(seconds, RobotsRules.Parse(text, "ChatOpsBot").Delay?.TotalSeconds);

    [Fact]
    public void A_pattern_of_many_stars_ends()
        => Assert.True(RobotsRules.Parse("User-agent: *\nDisallow: /" + string.Concat(Enumerable.Repeat("*a", 10_000)) + "b$", "ChatOpsBot").Allows(new Uri("https://example.com/" + new string('a', 1_500))));
}
