using System.Net;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Access.Places;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Web;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

/// <summary>The settings of a channel: who sees them, who changes them, what a change does at the door.</summary>
public sealed class SlackSettingsTests : IAsyncLifetime
{
    private static readonly PlaceKey Ops = new(TenantId.Default, ChannelKind.Slack, $"{FakeSlackWorkspace.TeamId}/C0OPS");

    private SlackBot _bot = null!;

    public async Task InitializeAsync()
    {
        _bot = await SlackBot.StartAsync();
        _bot.Get<FakeKnowledgeIndex>().With("leave.md", "Leave.", readers: Principals.Everyone);
        _bot.Slack.Workspace.Add(new SlackConversation("C0OPS", Creator: "U0ALICE"));
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task Who_created_the_channel_changes_its_settings_and_is_told()
    {
        var view = await OpenAsync(_bot.Alice);

        var response = await _bot.Alice.SubmitAsync(view, Chosen("every", "de", ["handbook"], ["U0ALICE"]));

        Assert.Equal(string.Empty, await response.Content.ReadAsStringAsync());
        Assert.Equivalent(
            new PlaceSettings { AnswersEveryQuestion = true, Language = "de", Sources = ["handbook"], People = ["U0ALICE"] },
            (await _bot.Get<PlaceBook>().ReadAsync(Ops, default)).Settings,
            strict: true);
        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.StartsWith("Saved.", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task What_is_set_is_shown_the_next_time()
    {
        await SetAsync(new PlaceSettings { AnswersEveryQuestion = true, Language = "ja", Sources = ["gone"], People = ["U0BOB"] });

        var view = await OpenAsync(_bot.Alice);

        Assert.Equal("every", Input(view, "answer")["initial_option"]!["value"]!.GetValue<string>());
        Assert.Equal("ja", Input(view, "language")["initial_option"]!["value"]!.GetValue<string>());
        Assert.Equal("gone", Input(view, "sources")["initial_options"]![0]!["value"]!.GetValue<string>());
        Assert.Equal("U0BOB", Input(view, "people")["initial_users"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task The_window_is_opened_by_command_too_and_speaks_the_persons_language()
    {
        _bot.Slack.Workspace.Add(new SlackUser("U0BOB", IsAdmin: true, Locale: "de-DE"));

        var response = await _bot.Bob.CommandAsync("C0OPS", "settings");

        Assert.Equal((HttpStatusCode.OK, string.Empty), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        await FilledAsync();
        Assert.Equal("Speichern", _bot.Slack.Workspace.Views[^1]["submit"]!["text"]!.GetValue<string>());
        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task Others_see_the_settings_and_cannot_send_any()
    {
        await SetAsync(new PlaceSettings { Language = "fr" });
        var mine = await OpenAsync(_bot.Alice);

        await _bot.Bob.ShortcutAsync(SlackActions.SettingsShortcut, "C0OPS", "1700000000.000100", "hello");
        await Eventually.HoldsAsync(() => Task.FromResult(
            SlackSight.Of(_bot.Slack.Workspace.Views[^1]["blocks"]).Contains("Only the person who created this channel", StringComparison.Ordinal)));
        var shown = _bot.Slack.Workspace.Views[^1];
        var response = await _bot.Bob.SubmitAsync(mine, Chosen("every", "de", [], []));

        Assert.Null(shown["submit"]);
        Assert.Contains("Français", SlackSight.Of(shown["blocks"]), StringComparison.Ordinal);
        Assert.Contains("\"answer\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("fr", (await _bot.Get<PlaceBook>().ReadAsync(Ops, default)).Settings.Language);
    }

    [Theory]
    [InlineData(true, "C0OPS")]
    [InlineData(false, "D0ALICE")]
    [InlineData(false, "C0UNSEEN")]
    public async Task Where_strangers_are_or_nobody_manages_there_is_nothing_to_set(bool isExternal, string channel)
    {
        _bot.Slack.Workspace.Add(new SlackConversation("C0OPS", IsExternal: isExternal, Creator: "U0ALICE"));

        await _bot.Alice.ShortcutAsync(SlackActions.SettingsShortcut, channel, "1700000000.000100", "hello");
        await FilledAsync();

        var shown = _bot.Slack.Workspace.Views[^1];
        Assert.Null(shown["submit"]);
        Assert.StartsWith("There is nothing to set up here", SlackSight.Of(shown["blocks"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_that_was_not_offered_is_refused_beside_its_field()
    {
        var view = await OpenAsync(_bot.Alice);

        var source = await _bot.Alice.SubmitAsync(view, Chosen("every", "de", ["secret"], []));
        var language = await _bot.Alice.SubmitAsync(view, Chosen("every", "tlh", [], []));

        Assert.Contains("\"sources\":", await source.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"language\":", await language.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await _bot.Get<PlaceBook>().ReadAsync(Ops, default)).Version);
    }

    [Fact]
    public async Task Who_saves_over_newer_settings_is_told_so()
    {
        var view = await OpenAsync(_bot.Alice);
        await SetAsync(new PlaceSettings { Language = "es" });

        var response = await _bot.Alice.SubmitAsync(view, Chosen("every", "de", [], []));

        Assert.Contains("Somebody else has changed", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("es", (await _bot.Get<PlaceBook>().ReadAsync(Ops, default)).Settings.Language);
    }

    [Theory]
    [InlineData("views.open", "expired_trigger_id")]
    [InlineData("views.open", "exchanged_trigger_id")]
    public async Task A_window_that_does_not_open_is_explained(string method, string error)
    {
        _bot.Slack.Fail(method, SlackFault.Answer(error));

        await _bot.Alice.ShortcutAsync(SlackActions.SettingsShortcut, "C0OPS", "1700000000.000100", "hello");

        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.PrivateMessages.Any(message => message.Seen.StartsWith("That took too long", StringComparison.Ordinal))));
        Assert.Empty(_bot.Slack.Workspace.Views);
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_in_the_window()
    {
        var view = await OpenAsync(_bot.Alice);
        _bot.Records.IsDown = true;

        var response = await _bot.Alice.SubmitAsync(view, Chosen("every", "de", [], []));
        await _bot.Alice.ShortcutAsync(SlackActions.SettingsShortcut, "C0OPS", "1700000000.000100", "hello");

        Assert.Contains("could not be stored", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(SlackSight.Of(_bot.Slack.Workspace.Views[^1]["blocks"]).StartsWith("This cannot be read", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_question_that_mentions_nobody_is_taken_where_every_question_is_and_a_remark_is_not()
    {
        await _bot.Alice.SayAsync("C0OPS", "How many days of leave do I get?");
        Assert.Empty(_bot.Inbox.Accepted);

        await SetAsync(new PlaceSettings { AnswersEveryQuestion = true });
        await _bot.Alice.SayAsync("C0OPS", "How many days of leave do I get now?");
        await _bot.Alice.SayAsync("C0OPS", "Thanks, that helps.");
        await _bot.Alice.SayAsync("C0OPS", "<@U0BOB> what do you think?");
        await _bot.Alice.SayAsync("C0GENERAL", "How many days of leave do I get?");

        Assert.Equal("How many days of leave do I get now?", Assert.Single(_bot.Inbox.Accepted).Text);
        Assert.Equal(Audience.Shared, _bot.Inbox.Accepted[0].Audience);
    }

    [Fact]
    public async Task Who_is_not_listed_or_where_strangers_are_nothing_is_taken_without_a_mention()
    {
        await SetAsync(new PlaceSettings { AnswersEveryQuestion = true, People = ["U0ALICE"] });
        var outside = _bot.Alice.Envelope(_bot.Alice.Event("message", "C0OPS", "1700000000.000500", "How many days of leave do I get?"));
        outside["is_ext_shared_channel"] = true;

        await _bot.Bob.SayAsync("C0OPS", "How many days of leave do I get?");
        await _bot.Alice.SendEventAsync(outside);

        Assert.Empty(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task A_plain_message_that_is_not_taken_claims_nothing()
    {
        var said = await _bot.Alice.SayAsync("C0OPS", "How many days of leave do I get?");
        await SetAsync(new PlaceSettings { AnswersEveryQuestion = true });

        await _bot.Alice.SendEventAsync(_bot.Alice.Envelope(_bot.Alice.Event("app_mention", "C0OPS", said.Ts, $"<@{FakeSlackWorkspace.BotUserId}> How many days?")));

        Assert.Single(_bot.Inbox.Accepted);
    }

    [Fact]
    public async Task While_settings_cannot_be_read_slack_delivers_a_question_again()
    {
        _bot.Records.IsDown = true;

        var said = await _bot.Alice.SayAsync("C0OPS", "How many days of leave do I get?");
        var mention = await _bot.Alice.MentionAsync("C0OPS", "how many days of leave?");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (said.Response.StatusCode, mention.Response.StatusCode));
    }

    private async Task SetAsync(PlaceSettings settings)
    {
        var places = _bot.Get<PlaceBook>();
        Assert.True(await places.TryWriteAsync(Ops, settings, (await places.ReadAsync(Ops, default)).Version, default));
    }

    private async Task<JsonObject> OpenAsync(SlackPerson person)
    {
        await person.ShortcutAsync(SlackActions.SettingsShortcut, "C0OPS", "1700000000.000100", "hello");
        await Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Workspace.Views is [.., var view] && view["submit"] is not null));
        return _bot.Slack.Workspace.Views[^1];
    }

    private Task FilledAsync()
        => Eventually.HoldsAsync(() => Task.FromResult(_bot.Slack.Calls.Count(call => call.Method == "views.update" && call.Error is null) == _bot.Slack.Workspace.Views.Count
            && _bot.Slack.Workspace.Views.Count > 0));

    private static JsonNode Input(JsonObject view, string id)
        => view["blocks"]!.AsArray().Single(block => (string?)block!["block_id"] == id)!["element"]!;

    private static JsonObject Chosen(string answer, string language, string[] sources, string[] people) => new()
    {
        ["answer"] = Of("answer", new JsonObject { ["selected_option"] = new JsonObject { ["value"] = answer } }),
        ["language"] = Of("language", new JsonObject { ["selected_option"] = new JsonObject { ["value"] = language } }),
        ["sources"] = Of("sources", new JsonObject { ["selected_options"] = new JsonArray([.. sources.Select(source => new JsonObject { ["value"] = source })]) }),
        ["people"] = Of("people", new JsonObject { ["selected_users"] = new JsonArray([.. people.Select(person => (JsonNode)person)]) }),
    };

    private static JsonObject Of(string id, JsonObject value) => new() { [id] = value };
}
