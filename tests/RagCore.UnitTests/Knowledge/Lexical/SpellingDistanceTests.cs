using ChatOpsBot.RagCore.Knowledge.Lexical.Spelling;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

/// <summary>Typing errors are counted as people make them.</summary>
public sealed class SpellingDistanceTests
{
    [Theory]
    [InlineData("helth", "health", true)]
    [InlineData("gendr", "gender", true)]
    [InlineData("shuold", "should", true)]
    [InlineData("servises", "services", true)]
    [InlineData("insurence", "insurance", true)]
    [InlineData("insrance", "insurance", true)]
    [InlineData("plan", "plank", true)]
    [InlineData("house", "mouse", true)]
    [InlineData("health", "wealthy", false)]
    [InlineData("leave", "lease", true)]
    [InlineData("leave", "leased", false)]
    public void One_error_is_within_the_limit_of_one_and_two_are_not(string typed, string known, bool within)
        => Assert.Equal(within, SpellingDistance.Measure(typed, known, SpellingDistance.Limit(1)) <= SpellingDistance.Limit(1));

    [Fact]
    public void A_letter_left_out_is_likelier_than_a_wrong_one()
        => Assert.True(SpellingDistance.Measure("typs", "types", int.MaxValue) < SpellingDistance.Measure("typs", "tips", int.MaxValue));
}
