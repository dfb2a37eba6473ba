using ChatOpsBot.RagCore.Answering;

namespace ChatOpsBot.RagCore.UnitTests.Answering;

public sealed class AnsweringOptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new AnsweringOptionsValidator().Validate(null, new AnsweringOptions()).Succeeded);
        Assert.True(new AnsweringOptionsConsistency().Validate(null, new AnsweringOptions()).Succeeded);
    }

    [Fact]
    public void A_threshold_above_certainty_names_both_keys()
    {
        var result = new AnsweringOptionsConsistency().Validate(null, new AnsweringOptions { MinimumSupport = 0.9, HighSupport = 0.8 });

        Assert.Equal("Answering:MinimumSupport (0.9) is more than Answering:HighSupport (0.8): lower the first or raise the second.", result.FailureMessage);
    }

    [Theory]
    [InlineData(100, 8, 0.5)]
    [InlineData(4_000, 0, 0.5)]
    [InlineData(4_000, 8, 1.5)]
    public void Values_out_of_range_are_refused(int length, int passages, double support)
    {
        var options = new AnsweringOptions { MaxQuestionLength = length, PassageCount = passages, MinimumSupport = support };

        Assert.True(new AnsweringOptionsValidator().Validate(null, options).Failed);
    }
}
