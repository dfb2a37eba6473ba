using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Contracts;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>The bot's home: each person's own, and what its buttons do.</summary>
public sealed class SlackHomeTests : IAsyncLifetime
{
    private SlackBot _bot = null!;

    public async Task InitializeAsync()
    {
        _bot = await SlackBot.StartAsync();
        _bot.Get<FakeKnowledgeIndex>().With("leave.md", "Leave.", readers: Principals.Everyone).With("board.md", "Board.", readers: "board");
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task The_home_shows_a_persons_own_questions_and_what_they_may_search()
    {
        await AskAsync(_bot.Alice, "Where is the canteen?");
        await AskAsync(_bot.Bob, "What does the board earn?");

        await _bot.Alice.OpenHomeAsync();

        await SeesAsync(_bot.Alice, "Where is the canteen?");
        var seen = Seen(_bot.Alice)!;
        Assert.Contains("handbook: 1", seen, StringComparison.Ordinal);
        Assert.Contains("90 days", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("board earn", seen, StringComparison.Ordinal);
        Assert.Null(Seen(_bot.Bob));
    }

    [Fact]
    public async Task The_home_speaks_the_persons_language()
    {
        _bot.Slack.Workspace.Add(new SlackUser("U0ALICE", Locale: "ja-JP"));

        await _bot.Alice.OpenHomeAsync();

        await SeesAsync(_bot.Alice, "最近の質問");
    }

    [Fact]
    public async Task The_messages_tab_publishes_nothing()
    {
        await _bot.Alice.OpenHomeAsync("messages");
        await _bot.Alice.OpenHomeAsync();
        await SeesAsync(_bot.Alice, "handbook");

        Assert.Single(_bot.Slack.Calls, call => call.Method == "views.publish");
    }

    [Fact]
    public async Task Forgetting_takes_the_questions_away_and_says_so()
    {
        await AskAsync(_bot.Alice, "Where is the canteen?");
        await _bot.Alice.OpenHomeAsync();
        await SeesAsync(_bot.Alice, "Where is the canteen?");

        await _bot.Alice.ClickHomeAsync(SlackActions.ForgetMe);

        await SeesAsync(_bot.Alice, "Threads forgotten: 1.");
        Assert.DoesNotContain("Where is the canteen?", Seen(_bot.Alice), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_the_rest_of_the_home()
    {
        _bot.Inbox.IsDown = true;

        await _bot.Alice.OpenHomeAsync();
        await SeesAsync(_bot.Alice, "This cannot be read just now");
        Assert.Contains("handbook: 1", Seen(_bot.Alice), StringComparison.Ordinal);

        await _bot.Alice.ClickHomeAsync(SlackActions.ForgetMe);
        await SeesAsync(_bot.Alice, "Questions still wait for me to forget them");
    }

    [Fact]
    public async Task A_home_that_was_published_meanwhile_is_left_alone()
    {
        _bot.Slack.Fail("views.publish", SlackFault.Answer("hash_conflict"));

        await _bot.Alice.OpenHomeAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Calls.Any(call => call.Error == "hash_conflict")));
        await _bot.Alice.OpenHomeAsync();

        await SeesAsync(_bot.Alice, "None yet.");
    }

    [Fact]
    public async Task Help_opens_a_window_and_a_strangers_click_does_nothing()
    {
        var stranger = new SlackPerson(_bot.Slack, _bot.Client, _bot.Time, "U0STRANGER") { Team = "T0STRANGER" };

        await stranger.ClickHomeAsync(SlackActions.HomeHelp);
        await _bot.Alice.ClickHomeAsync(SlackActions.HomeHelp);

        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.Views.Count == 1));
        Assert.Equal([SlackResults.NotAllowed, SlackResults.Opened], _bot.Results);
    }

    private async Task AskAsync(SlackPerson person, string question)
    {
        await person.MentionAsync("C0OPS", question);
        var message = _bot.Inbox.Accepted[^1];
        var answer = new StoredAnswer(ReplySamples.Answer, question, _bot.Time.GetUtcNow(), new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        _bot.Inbox.Add(new TurnRecord(message, TurnState.Delivered, answer, null));
        _bot.Results.Clear();
    }

    private string? Seen(SlackPerson person) => _bot.Slack.Workspace.HomeOf(person.User) is { } home ? SlackSight.Of(home.View["blocks"]) : null;

    private Task SeesAsync(SlackPerson person, string text)
        => Eventually.HoldsAsync(() => Task.FromResult(Seen(person)?.Contains(text, StringComparison.Ordinal) is true));
}
