using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>What Slack's agent view asks for beside answers (S-69), and its older kind.</summary>
public sealed class SlackAgentTests
{
    private const string Prompts = "assistant.threads.setSuggestedPrompts";
    private const string Title = "assistant.threads.setTitle";

    [Fact]
    public async Task Who_opens_the_conversation_gets_questions_to_choose_from()
    {
        await using var bot = await SlackBot.StartAsync();

        using var response = await SendAsync(bot, Opened("messages"));

        var call = await CallAsync(bot, Prompts);
        Assert.Equal((HttpStatusCode.OK, null), (response.StatusCode, call.Error));
        Assert.Equal("D0ALICE", (string?)call.Arguments["channel_id"]);
        Assert.False(call.Arguments.ContainsKey("thread_ts"));
        Assert.Equal(["sources", "help"], call.Arguments["prompts"]!.AsArray().Select(prompt => (string?)prompt!["message"]));
        Assert.Equal(["opened"], bot.Results);
    }

    [Fact]
    public async Task Configured_questions_take_the_place_of_the_general_ones()
    {
        await using var bot = await SlackBot.StartAsync(
            ("SuggestedPrompts:0", "How many days of leave do I have?"), ("SuggestedPrompts:1", "Who approves expenses?"),
            ("SuggestedPrompts:2", "How do I report sick?"), ("SuggestedPrompts:3", "Where is the floor plan?"));

        using var response = await SendAsync(bot, Opened("messages"));

        var prompts = (await CallAsync(bot, Prompts)).Arguments["prompts"]!.AsArray();
        Assert.Equal(4, prompts.Count);
        Assert.Equal("Who approves expenses?", (string?)prompts[1]!["message"]);
    }

    [Fact]
    public async Task An_assistant_of_the_older_kind_gets_them_in_its_thread()
    {
        await using var bot = await SlackBot.StartAsync();

        using var response = await SendAsync(bot, Older("assistant_thread_started"));

        var arguments = (await CallAsync(bot, Prompts)).Arguments;
        Assert.Equal(("D0ALICE", "1700000000.000100"), ((string?)arguments["channel_id"], (string?)arguments["thread_ts"]));
    }

    [Fact]
    public async Task A_question_names_the_thread_it_begins_and_only_that()
    {
        await using var bot = await SlackBot.StartAsync();

        var asked = await bot.Alice.SayAsync("D0ALICE", "How many days of <https://x.example|leave> do I have?");
        await bot.Alice.SayAsync("D0ALICE", "And in part time?", asked.Ts);
        await bot.Bob.MentionAsync("C0OPS", "How many days of leave do I have?");
        await bot.Bob.SayAsync("D0BOB", "Who approves expenses?");

        await Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Calls.Count(call => call.Method == Title) == 2));
        var arguments = bot.Slack.Calls.First(call => call.Method == Title).Arguments;
        Assert.Equal(("D0ALICE", asked.Ts), ((string?)arguments["channel_id"], (string?)arguments["thread_ts"]));
        Assert.StartsWith("How many days of ", (string?)arguments["title"], StringComparison.Ordinal);
        Assert.All(bot.Slack.Calls, call => Assert.Null(call.Error));
    }

    [Theory]
    [InlineData("about")]
    [InlineData(null)]
    public async Task Another_tab_is_not_the_conversation(string? tab)
    {
        await using var bot = await SlackBot.StartAsync();

        using var response = await SendAsync(bot, Opened(tab));

        Assert.Equal(["not_addressed"], bot.Results);
    }

    [Fact]
    public async Task What_a_person_looks_at_is_taken_and_changes_nothing()
    {
        await using var bot = await SlackBot.StartAsync();
        var view = new JsonObject
        {
            ["type"] = "app_context_changed",
            ["context"] = new JsonObject
            {
                ["entities"] = new JsonArray(new JsonObject { ["type"] = "slack#/types/channel_id", ["value"] = "C0SECRET", ["team_id"] = FakeSlackWorkspace.TeamId }),
            },
        };

        using var current = await SendAsync(bot, view);
        using var older = await SendAsync(bot, Older("assistant_thread_context_changed"));

        Assert.Equal(["noticed", "noticed"], bot.Results);
        Assert.DoesNotContain(bot.Slack.Calls, call => call.Method != "auth.test");
    }

    [Fact]
    public async Task A_workspace_that_does_not_offer_it_is_not_asked_again()
    {
        await using var bot = await SlackBot.StartAsync();
        bot.Slack.Fail(Prompts, SlackFault.Answer("missing_scope"));

        using var first = await SendAsync(bot, Opened("messages"));
        await CallAsync(bot, Prompts);
        await Eventually.HoldsAsync(async () =>
        {
            using var next = await SendAsync(bot, Opened("messages"));
            return bot.Results.Last() == "noticed";
        });

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
    }

    [Fact]
    public async Task An_app_that_is_no_agent_does_none_of_it()
    {
        await using var bot = await SlackBot.StartAsync(("Agent", "false"));

        using var response = await SendAsync(bot, Opened("messages"));
        await bot.Alice.SayAsync("D0ALICE", "How many days of leave do I have?");

        Assert.Equal(["noticed", "accepted"], bot.Results);
        Assert.DoesNotContain(bot.Slack.Calls, call => call.Method is Prompts or Title);
    }

    [Fact]
    public async Task An_opening_from_another_workspace_is_not_for_the_bot()
    {
        await using var bot = await SlackBot.StartAsync();
        bot.Alice.Team = "T0OTHER";

        using var response = await SendAsync(bot, Opened("messages"));

        Assert.Equal(["wrong_tenant"], bot.Results);
    }

    private static Task<HttpResponseMessage> SendAsync(SlackBot bot, JsonObject said) => bot.Alice.SendEventAsync(bot.Alice.Envelope(said));

    private static JsonObject Opened(string? tab)
        => new() { ["type"] = "app_home_opened", ["user"] = "U0ALICE", ["channel"] = "D0ALICE", ["tab"] = tab, ["event_ts"] = "1700000000.000100" };

    private static JsonObject Older(string type) => new()
    {
        ["type"] = type,
        ["assistant_thread"] = new JsonObject
        {
            ["user_id"] = "U0ALICE",
            ["channel_id"] = "D0ALICE",
            ["thread_ts"] = "1700000000.000100",
            ["context"] = new JsonObject { ["channel_id"] = "C0SECRET", ["team_id"] = FakeSlackWorkspace.TeamId },
        },
        ["event_ts"] = "1700000000.000200",
    };

    private static async Task<SlackCall> CallAsync(SlackBot bot, string method)
    {
        await Eventually.HoldsAsync(() => Task.FromResult(bot.Slack.Calls.Any(call => call.Method == method)));
        return bot.Slack.Calls.First(call => call.Method == method);
    }
}
