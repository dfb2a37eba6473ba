using ChatOpsBot.RagCore.Answering;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

public sealed class QuestionTextTests
{
    [Theory]
    [InlineData("  What\n\tis  it? ", "What is it?")]
    [InlineData("<@U0123> @channel <!here> when?", "when?")]
    [InlineData("\u202Ewhat\u200B is\u2066 it\uFEFF", "what is it")]
    [InlineData("mail ann@example.com", "mail ann@example.com")]
    [InlineData("\U000E0041hidden", "hidden")]
    [InlineData("a\0b", "ab")]
    [InlineData("\u200B\u200B", "")]
    [InlineData("ما هي سياسة السفر", "ما هي سياسة السفر")]
    public void What_cannot_be_seen_and_who_is_called_is_dropped(string raw, string expected)
        => Assert.Equal((expected, false), QuestionText.Clean(raw, 4_000));

    [Fact]
    public void A_long_question_is_cut_without_breaking_a_character()
    {
        var (text, isCut) = QuestionText.Clean(new string('a', 199) + "😀" + new string('b', 40_000), 200);

        Assert.True(isCut);
        Assert.Equal(new string('a', 199), text);
    }
}
