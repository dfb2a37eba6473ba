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
    public void The_state_comes_back_as_it_went() => Assert.Equal(State, SlackModalState.TryRead(State.Write()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"turn\":5}")]
    public void A_state_that_is_not_ours_is_none(string? text) => Assert.Null(SlackModalState.TryRead(text)?.Turn);
}
