using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

public sealed class SlackHomeViewTests
{
    private static readonly SlackHomeContent Full = new(
        ["How many days of leave do I get?", "Who approves <!channel> travel?"],
        [new SourceSummary("handbook", 12, ["hr", "it"]), new SourceSummary("law", 1, [])],
        TimeSpan.FromDays(90),
        TimeSpan.FromHours(24),
        "Threads forgotten: 3.");

    private static readonly SlackHomeContent Empty = new([], [], TimeSpan.FromDays(2), TimeSpan.FromMinutes(90), null);

    [Fact]
    public void The_home_looks_as_its_golden_file_says() => GoldenFile.Check("home", SlackHomeView.Render(Full, Phrases.English));

    [Fact]
    public void An_empty_home_looks_as_its_golden_file_says() => GoldenFile.Check("home_empty", SlackHomeView.Render(Empty, Phrases.For("ja")));

    [Fact]
    public void A_home_without_a_store_looks_as_its_golden_file_says()
        => GoldenFile.Check("home_away", SlackHomeView.Render(Full with { Questions = null, Sources = null, Remark = null }, Phrases.For("de")));

    [Fact]
    public void The_help_looks_as_its_golden_file_says() => GoldenFile.Check("home_help", SlackHomeView.Help(Phrases.English));

    [Fact]
    public void Slack_takes_every_home_in_every_language()
    {
        SourceSummary[] sources = [.. Enumerable.Range(0, 500).Select(number => new SourceSummary($"{number} " + new string('a', 1_000), number, []))];
        string[] questions = [.. Enumerable.Repeat(new string('?', 40_000), 5)];
        foreach (var words in Phrases.All)
        {
            Assert.Null(SlackBlockRules.CheckHome(SlackHomeView.Render(Full, words)));
            Assert.Null(SlackBlockRules.CheckHome(SlackHomeView.Render(Empty, words)));
            Assert.Null(SlackBlockRules.CheckHome(SlackHomeView.Render(new SlackHomeContent(questions, sources, TimeSpan.MaxValue, TimeSpan.MaxValue, words[Phrase.HomeNotForgotten]), words)));
            Assert.Null(SlackBlockRules.CheckModal(SlackHomeView.Help(words)));
        }
    }
}
