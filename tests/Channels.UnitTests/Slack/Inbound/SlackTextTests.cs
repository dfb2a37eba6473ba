using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("<@U0BOT> how many days?", "how many days?")]
    [InlineData("how many <@U0BOT> days?", "how many days?")]
    [InlineData("hey <@U0BOT|chatopsbot>, how many days?", "hey , how many days?")]
    [InlineData("<@U0BOT>", "")]
    [InlineData("<@U0BOT><@U0BOT>", "")]
    [InlineData("ask <@U1|ann> or <@U2>", "ask @ann or @U2")]
    [InlineData("in <#C1|general> or <#C2>", "in #general or #C2")]
    [InlineData("see <https://wiki.example.com/a?b=1&amp;c=2|the wiki>", "see the wiki")]
    [InlineData("see <https://wiki.example.com/a?b=1&amp;c=2>", "see https://wiki.example.com/a?b=1&c=2")]
    [InlineData("<!here> <!channel|channel> <!subteam^S1|@admins>", "@here channel @admins")]
    [InlineData("<!date^1392734382^{date}|Feb 18, 2014>", "Feb 18, 2014")]
    [InlineData("a &lt; b &amp;&amp; c &gt; d &amp;lt;", "a < b && c > d &lt;")]
    [InlineData("a < b and no end", "a < b and no end")]
    [InlineData("<>", "")]
    [InlineData("plain", "plain")]
    [InlineData("&", "&")]
    public void Text_reads_as_a_person_sees_it(string text, string plain) => Assert.Equal(plain, SlackText.ToPlain(text, "U0BOT"));

    [Fact]
    public void Text_is_bounded_between_characters()
    {
        var text = SlackText.ToPlain(new string('a', SlackText.MaxLength - 1) + "😀😀", null);

        Assert.Equal(SlackText.MaxLength - 1, text.Length);
    }

    [Theory]
    [InlineData("<@U0BOT> x", true)]
    [InlineData("x <@U0BOT|name>", true)]
    [InlineData("<@U0BOTTOM> x", false)]
    [InlineData("&lt;@U0BOT&gt;", false)]
    [InlineData("U0BOT", false)]
    public void A_mention_is_the_bots_own_only_with_its_whole_id(string text, bool mentions) => Assert.Equal(mentions, SlackText.Mentions(text, "U0BOT"));

    [Theory]
    [InlineData("1700000000.123456", true)]
    [InlineData("1700000000", true)]
    [InlineData("", false)]
    [InlineData("x", false)]
    [InlineData("-1.0", false)]
    [InlineData("1.x", false)]
    [InlineData("9999999999999.0", false)]
    [InlineData("1700000000.12345678901234567890123", false)]
    public void A_time_is_read_or_refused(string ts, bool isTime) => Assert.Equal(isTime, SlackId.TryTime(ts, out _));
}
