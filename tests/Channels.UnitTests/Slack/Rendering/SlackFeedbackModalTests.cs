using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

public sealed class SlackFeedbackModalTests
{
    private static readonly SlackModalState State = new("0123456789abcdefghijklmnop", "C0OPS", "1700000000.000100", null);

    [Fact]
    public void The_modal_looks_as_its_golden_file_says() => GoldenFile.Check("feedback_modal", SlackFeedbackModal.Render(State));

    [Fact]
    public void The_modal_is_one_slack_takes() => Assert.Null(SlackBlockRules.CheckModal(SlackFeedbackModal.Render(State)));

    [Fact]
    public void What_was_said_before_stands_in_the_modal()
    {
        var view = SlackFeedbackModal.Render(State, ["outdated", "unknown"], "It changed in May.");

        Assert.Null(SlackBlockRules.CheckModal(view));
        Assert.Equal("outdated", (string?)view["blocks"]![1]!["element"]!["initial_options"]!.AsArray().Single()!["value"]);
        Assert.Equal("It changed in May.", (string?)view["blocks"]![2]!["element"]!["initial_value"]);
    }

    [Fact]
    public void The_state_comes_back_as_it_went() => Assert.Equal(State, SlackModalState.TryRead(State.Write()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"turn\":5}")]
    public void A_state_that_is_not_ours_is_none(string? text) => Assert.Null(SlackModalState.TryRead(text)?.Turn);
}
