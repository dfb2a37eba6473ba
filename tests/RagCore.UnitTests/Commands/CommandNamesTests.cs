using ChatOpsBot.RagCore.Commands;

namespace ChatOpsBot.RagCore.UnitTests.Commands;

public sealed class CommandNamesTests
{
    [Theory]
    [InlineData("help", "help")]
    [InlineData(" Help! ", "help")]
    [InlineData("/forget", "forget")]
    [InlineData("SOURCES.", "sources")]
    [InlineData("", "help")]
    [InlineData("   ", "help")]
    [InlineData("?", "help")]
    public void A_message_that_is_nothing_but_a_word_names_a_command(string text, string expected)
        => Assert.Equal(expected, CommandNames.Parse(text));

    [Theory]
    [InlineData("help me with the VPN")]
    [InlineData("which sources do you have?")]
    [InlineData("I forget my password, what now?")]
    public void A_sentence_with_the_word_in_it_is_a_question(string text)
        => Assert.DoesNotContain(CommandNames.Parse(text), new[] { "help", "sources", "forget" });

    [Fact]
    public void A_very_long_message_is_never_a_command()
        => Assert.Null(CommandNames.Parse(new string('h', 40_000)));
}
