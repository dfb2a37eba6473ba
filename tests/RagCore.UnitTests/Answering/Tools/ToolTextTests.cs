using ChatOpsBot.RagCore.Answering.Tools;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Tools;

public sealed class ToolTextTests
{
    [Theory]
    [InlineData("a\u202Eb\u200Bc\U000E0041d\u0007e\0f", "abcdef")]
    [InlineData("see https://evil.example/x?y=1 now", "see (left out) now")]
    [InlineData("HTTP://EVIL.example", "(left out)")]
    [InlineData("[here](https://evil.example)", "(left out)")]
    [InlineData("![p][ref] and <https://evil.example|here>", "(left out) and (left out)")]
    [InlineData("<!channel> <@U1> <#C1> @here", "(left out) (left out) (left out) (left out)")]
    [InlineData("ht\u200Btps://evil.example", "(left out)")]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("Tel: 30, data: none", "Tel: 30, data: none")]
    [InlineData("| Bolt | 42 | 3 < 4 | 50 % | a_b@corp.example |", "| Bolt | 42 | 3 < 4 | 50 % | a_b@corp.example |")]
    public void It_is_cleaned(string text, string expected) => Assert.Equal(expected, ToolText.Clean(text, 1_000));

    [Fact]
    public void It_is_never_longer_than_allowed_and_no_character_is_halved()
    {
        Assert.Equal(200, ToolText.Clean(new string('x', 1_000_000), 200).Length);
        Assert.Equal(new string('x', 199), ToolText.Clean(new string('x', 199) + "😀", 200));
        Assert.Equal("first line is kept", ToolText.Clean("first line is kept\nsecond", 22));
    }
}
