using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.TestKit.Slack;

namespace ChatOpsBot.Channels.UnitTests.Slack.Rendering;

public sealed class SlackSettingsModalTests
{
    private static readonly SlackSettingsState State = new("C0OPS", 3, "https://hooks.slack.com/actions/T1/1/x", "en-US");
    private static readonly PlaceSettings Set = new() { AnswersEveryQuestion = true, Sources = ["hr"], Language = "de", People = ["U0ALICE", "U0BOB"] };

    [Fact]
    public void The_form_looks_as_its_golden_file_says()
        => GoldenFile.Check("settings_form", SlackSettingsModal.Form(State, Set, ["hr", "it"], Phrases.English));

    [Fact]
    public void What_others_see_looks_as_its_golden_file_says()
        => GoldenFile.Check("settings_shown", SlackSettingsModal.Shown(Set, Phrase.SettingsReadOnly, Phrases.English));

    [Fact]
    public void The_empty_window_looks_as_its_golden_file_says()
        => GoldenFile.Check("settings_loading", SlackSettingsModal.Notice(Phrases.English, Phrase.SettingsLoading));

    [Fact]
    public void Slack_takes_every_form_in_every_language()
    {
        foreach (var words in Phrases.All)
        {
            Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Form(State, Set, ["hr", "it"], words)));
            Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Form(State, PlaceSettings.Default, [], words)));
            Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Shown(Set, Phrase.SettingsReadOnly, words)));
            Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Shown(PlaceSettings.Default, Phrase.SettingsUnknownRights, words)));
            Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Notice(words, Phrase.SettingsNotHere)));
        }
    }

    [Theory]
    [InlineData(97, 149)]
    [InlineData(98, 150)]
    [InlineData(99, 151)]
    [InlineData(100, 150)]
    [InlineData(250, 3_000)]
    public void Slack_takes_the_form_however_many_sources_there_are_and_however_they_are_named(int count, int length)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(number => $"{number}".PadRight(length, '<'))];
        var sources = SlackSettingsModal.Offered([.. names, "hr", "hr", string.Empty]);
        var settings = Set with { Sources = [.. sources], People = [.. Enumerable.Range(0, PlaceSettings.MaxPeople).Select(number => $"U{number:D10}")] };

        Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Form(State with { ResponseUrl = new string('x', 1_000) }, settings, sources, Phrases.English)));
        Assert.Null(SlackBlockRules.CheckModal(SlackSettingsModal.Shown(settings with { Sources = names }, Phrase.SettingsReadOnly, Phrases.English)));
    }

    [Fact]
    public void The_state_comes_back_as_it_went() => Assert.Equal(State, SlackSettingsState.TryRead(State.Write()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{\"channel\":5}")]
    public void A_state_that_is_not_ours_is_none(string? text) => Assert.Null(SlackSettingsState.TryRead(text)?.Channel);
}
