using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.Channels.UnitTests.Slack.Streaming;

public sealed class SlackStreamTextTests
{
    [Fact]
    public void More_statements_only_make_it_longer()
    {
        var statements = ReplySamples.OfLength(12, 200, 4).Statements;
        var before = string.Empty;

        for (var count = 1; count <= statements.Count; count++)
        {
            var text = SlackStreamText.Of([.. statements.Take(count)], readsOn: true);
            Assert.True(text.IsWhole);
            Assert.StartsWith(before, text.Value, StringComparison.Ordinal);
            before = text.Value;
        }
    }

    [Theory]
    [InlineData("Twenty-eight days, i.e. 28 (not 25): see § 4; R&D has 30 % more, from 1.5 to 2 > 1.")]
    [InlineData("The switch is called keep_alive_ms and is off.")]
    [InlineData("年次有給休暇は28日です。")]
    public void Plain_prose_is_streamed_letter_by_letter(string text)
        => Assert.Equal(new SlackStreamText($"{text}\u00A0[1][2]", IsWhole: true), SlackStreamText.Of([new(text, [1, 2])], readsOn: true));

    [Theory]
    [InlineData("ask <!channel> now")]
    [InlineData("ask <@U0ALICE>")]
    [InlineData("see [here](evil)")]
    [InlineData("![x](y)")]
    [InlineData("see https://evil.example/x")]
    [InlineData("see evil.example now")]
    [InlineData("see www.evil now")]
    [InlineData("write to a@evil")]
    [InlineData("mailto:someone")]
    [InlineData("javascript:alert")]
    [InlineData("*bold*")]
    [InlineData("_slanted_ words")]
    [InlineData("~struck~")]
    [InlineData("`code`")]
    [InlineData("# heading")]
    [InlineData("> quote")]
    [InlineData("- item")]
    [InlineData("1. item")]
    [InlineData("&lt;!here&gt;")]
    [InlineData(":smile: to you")]
    [InlineData("two\nlines")]
    [InlineData("a | b")]
    [InlineData(@"a \ b")]
    public void What_could_become_something_else_is_left_to_the_blocks(string text)
        => Assert.Equal(new SlackStreamText("Fine.\u00A0[1]", IsWhole: false), SlackStreamText.Of([new("Fine.", [1]), new(text, [1]), new("Fine too.", [1])], readsOn: true));

    [Fact]
    public void No_hostile_text_is_ever_streamed()
        => Assert.All(ReplySamples.Hostile, text =>
        {
            var streamed = SlackStreamText.Of([new AnswerStatement(text, [1])], readsOn: true).Value;
            Assert.DoesNotContain(streamed.Replace("[1]", string.Empty, StringComparison.Ordinal), character => @"<[]*`~@|\/{}_".Contains(character, StringComparison.Ordinal));
            Assert.Equal(DisplayText.Visible(streamed), streamed);
        });

    [Fact]
    public void What_is_too_long_for_one_message_ends_it()
    {
        var text = SlackStreamText.Of(ReplySamples.OfLength(10, 1_000, 1).Statements, readsOn: true);

        Assert.False(text.IsWhole);
        Assert.InRange(text.Value.Length, 3_000, SlackLimits.Text + 10);
    }
}
